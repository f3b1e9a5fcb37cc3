import { situation } from './phrases.ts';

/** After the goods are there: sending back, swapping, wrong contents; and before buying: questions about goods. */
export const goodsSituations = [
  situation('send-back', [
    [
      3,
      '(?:{want}|would|will|going to|decided|try\\w*|must|have|wanted|allowed)(?: \\S+){0,5} (?:return(?:ing)?|give back|(?:send|give|bring|ship|post|take|mail|get)(?: \\S+){1,6} (?:back|out of here))(?! (?:my|the) (?:money|refund|\\$)| to your warehouse)',
    ],
    [
      2.5,
      '(?:sending|giving|bringing|shipping|taking|posting) (?:it|them|this|these|that|those|back|the \\S+|my \\S+|{product}) ?(?:back)?|send (?:it|them|this|these|the \\S+) back|give (?:it )?back',
    ],
    [
      2.5,
      'returns? (?:label|form|number|slip|address|policy|process|portal|window|period|option|page|parcel)|retuns|where do returns|returns go|how (?:do|can) (?:i|we) return|(?:make|start|register|arrange) a return|qr code',
    ],
    [1.5, '(?:a|the|my|free|prepaid|return|new)? ?labels?(?: expired| please|,|$)|labels?'],
    [
      2,
      "(?:don't|dont|do not|didn't|not|never) (?:\\S+ )?(?:like|love|want|suit|happy|keep|work for)(?: (?:it|them|this|the \\S+))?(?! (?:refund|to wait|another|any money))|not (?:what i|as (?:good|nice|expected|described)|for me|so \\S+ (?:like|as))|disappoint\\w*|uncomfortable|harder than|feels cheap|too (?:heavy|hard|thin|thick|noisy|loud|bright|scratchy|rough)|smell\\w*|ugly|itchy|make noise",
    ],
    [
      1.8,
      'unused|unopened|un-?worn|never (?:been )?(?:worn|used|opened|left|set up|unpacked|taken out|touched)|still (?:in|sealed|boxed|wrapped|has the tags|on)|tags (?:on|attached)|original (?:box|packaging)|not (?:been )?(?:used|opened|worn)',
    ],
    [
      2,
      '(?:pick|picked|picks|fetch|collect\\w*)(?: \\S+){0,4} (?:up|from|it|back|{product})|collection|pick-?up from|by post or|post office',
    ],
    [
      2.2,
      'get rid of|un-?spend|take (?:it|them) back|want (?:it|them|this) (?:gone|out)|needs to go home|like it back|have it back|your warehouses?(?: \\S+){0,2} (?:want|like)|part with|(?:back|over) to you',
    ],
    [2, 'money back|full refund|get a refund|for a refund|refund please|want (?:a |my )?(?:refund|money)'],
    [
      1.3,
      '(?:within|in|inside)(?: the| your)? (?:30|thirty|14|fourteen)(?: |-)days?|\\d+ days? (?:post|since|after|from) (?:delivery|it)|day \\d+',
    ],
    [1, 'return(?:ing|s)?'],
  ]),
  situation('other-size', [
    [3, '(?:exchang\\w*|swap\\w*|trad(?:e|ing)|switch)(?! (?:it )?(?:rate|bank))'],
    [
      2.5,
      '(?:one|a|two)? ?sizes? (?:up|down|bigger|smaller|larger)|(?:one|two) (?:letters? )?(?:up|down|further down)|(?:bigger|smaller|larger|longer|wider|shorter|roomier) (?:size|one|ones|version|pair)|the (?:bigger|smaller|larger|longer) one',
    ],
    [
      2.3,
      "(?:too|to|bit|way) (?:small|big|large|tight|tite|loose|long|short|wide|narrow|snug)|runs? (?:huge|small|large|big|short|tight|narrow)|(?:doesn't|don't|doesnt|dont|not|won't|didn't) fit|pulls at|is a tent on me|push against|pinch\\w*|swims? in|baggy|can't (?:lift|button|zip|close)|abel to lift",
    ],
    [
      2.3,
      '(?:in|for|get|want|need|have|take|takes|give|sent?|by|needs?|like|prefer|replace) (?:\\S+ ){0,3}?(?:an?|the|my|in)? ?{size}(?: (?:instead|not|one|please|size|version|height|pair))?',
    ],
    [
      2,
      "{size}(?: \\S+){0,3} (?:instead|insted|rather|not|where i have|for this|for that|doesn't|is (?:too|huge|tiny))",
    ],
    [
      2.5,
      '(?:another|different|other|any other|same(?: \\S+){1,2} (?:in|any)|new) (?:colou?r|shade|size|height|length)|(?:same|right) (?:thing|one|jacket|product|blue|boots?|{product})(?: \\S+){0,4} (?:in|size|but|wrong me|bigger|any other|other)',
    ],
    [
      2,
      '(?:wrong|incorrect) (?:size|colou?r)(?: my fault| lol|, my)?|(?:ordered|picked|clicked|chose|bought|selected|got) (?:\\S+ ){0,4}(?:wrong|same) (?:size|colou?r|one)|should be {size}|my (?:fault|mistake)',
    ],
    [
      1.8,
      '(?:in|to|for|have|get|prefer|want) (?:the |a |an )?{colour}(?: one| version)?(?: to| instead| rather)?|colou?r is the (?:only )?problem|looks? (?:\\S+ ){0,4}on me',
    ],
    [1.5, '(?:size|colou?r|shade)s?'],
    [1.5, "(?:don't|dont|do not|drop the|no) (?:want )?(?:the |a |my )?(?:refund|money|\\$\\d+)(?: back)?"],
  ]),
  situation('wrong-contents', [
    [
      3,
      "(?:wrong|different|incorrect|worng|someone else's|somebody else's|other people's|another customer's) (?:\\S+ ){0,2}(?:item|product|thing|colou?r|size|order|model|one|type|{product}|stuff)",
    ],
    [
      3,
      "(?:got|received?|sent|came|arrived|contains?|contained|inside|packed|supplied|box holds|there'?s|in it|have|delivered|gave)(?: \\S+){0,12} (?:instead of|rather than|insted of|when i ordered|but i ordered|whereas|though i ordered|not the|except that i)",
    ],
    [
      2.8,
      "(?:ordered|orderd|paid for|order says|confirmation says|asked for|bought|order page|should (?:have been|be)|was supposed|on my order|put)(?: \\S+){0,14} (?:got|received?|sent|came|contains|there'?s (?:a|an|one|only)|packed|supplied|counted|have (?:blue|green|the)|was in|arrived)",
    ],
    [
      2.6,
      "missing|missed out|forgot(?:ten)? (?:to )?(?:pack|put|include)?|left out|not included|lack(?:s|ing)?|incomplete|absent|isn't in there|omitted",
    ],
    [
      2.6,
      "(?:not|n't|isnt|wasnt|weren't|nowhere|never|no|nothing)(?: \\S+){0,2} (?:in|inside)(?: \\S+){0,2} (?:box|parcel|package|carton|bag|there|it|packet|packaging|envelope)",
    ],
    [
      2.5,
      '(?:only|just) (?:one|two|three|four|five|1|2|3|4|5|the \\S+|\\d+|half|box \\S+|part)(?: \\S+){0,4} (?:came|arrived|was|were|inside|of|in)|(?:\\d+|one|two|three|four) (?:short|fewer|less)|short (?:by|of)|quantity|count(?:ed)? (?:\\d+|twice)|looked for|other half|the remaining|box \\d ?(?:\\/|of) ?\\d',
    ],
    [
      2.3,
      'empty (?:box|bag|parcel|envelope|carton)|is empty|came without|without (?:its|the|any|a) (?:poles?|lid|cover|pegs|handle|screws|strap|cable|charger|manual|\\S+)|two left|two right|(?:both|all) left|(?:three|four|two) times(?=[.,! ])',
    ],
    [
      2,
      "you(?:'ve)? sent (?:me |us )?(?:a|an|the|two|only|one)|(?:your )?warehouse (?:packed|thinks|sent|put)|packing slip|on the (?:slip|order)|mix(?:ed)?[- ]?up|what i (?:actually )?ordered|never (?:had|ordered)|did(?:n't| not) order",
    ],
    [
      1.5,
      "send (?:me |us )?(?:the|that|what's|a set of|my) (?:missing|rest|other|remaining|right|correct|one|on the order|\\S+ and)|should (?:come|be) with|belong to it",
    ],
  ]),
  situation('goods-question', [
    [
      2.5,
      "(?:how|what)(?:'s| is| are)? (?:(?:the|its|your) )?(?:\\S+ )?(?:big|heavy|tall|wide|thick|deep|loud|bright|hot|warm|weight|height|length|width|diameter|capacity|dimensions?|size|volume|material|lumens?|wattage|voltage|temperature|packed|made|difference)",
    ],
    [
      2.4,
      '(?:does|dose|do|is|are|can|will|could|has|have|which|would) (?:the|it|they|your|this|that|these|those|an?|any|one|you|circle) (?:\\S+ ){0,8}?(?:have|fit|come|work|hold|include|need|wash\\w*|machine|dishwasher|oven|induction|waterproof|metal|steel|wool|cotton|down|made|compatible|safe|suitable|allowed|treated|itch\\w*|shed|fade|bigger|smaller|same|different|darker|reach\\w*|boils?|shuts?|cuts?|stainless|vegan|adjust\\w*|detach\\w*|fold|recharge\\w*|tested|stand|take)',
    ],
    [
      2.2,
      'machine[- ]wash\\w*|dishwasher|dry clean\\w*|induction|water-?proof|lumens?|wattage|volts?|\\d+v|millimet\\w*|centimet\\w*|inches|(?:in|out of|back in) stock|re-?stock\\w*|sold out|compatible|dimensions?|measurements?|material|fabric|membrane|flame retardants?|stainless|capacity|weigh(?:s|t)?|height|bpa|canisters?|product page|datasheet|specs?|packed (?:size|length)',
    ],
    [
      2,
      "before (?:i|we) (?:buy|order|spend|purchase|click)|before buying|thinking (?:of|about) (?:buying|ordering|getting)|planning|considering|haven't (?:ordered|bought)|not (?:ordered|bought) (?:anything )?yet|if i (?:order|buy)|in my (?:cart|basket)|looking (?:for|at) (?:a|an|the|your)|going to buy|which (?:one|size|colou?r|of)|recommend|any good|good for|suitable for",
    ],
    [
      2,
      "(?:the )?(?:photos?|pictures?|pics?|page|description|text|website|site|label in the pic) (?:\\S+ ){0,3}(?:only )?(?:shows?|says?|doesn't|don't|has|lists?|mentions?|sold)",
    ],
    [
      1.5,
      'how (?:do|does|can|to|should) (?:i|you|it|one|we) (?:clean|wash|use|set|light|season|care|fold|dry|store|turn|charge|assemble|pitch)|do i need|care instructions|look(?:s)? identical|where (?:the|is the) (?:lighter|switch|button)',
    ],
    [
      1.3,
      'define|quick (?:one|question)|(?:just )?curious|wondering|wanted to (?:ask|know)|asking (?:about|because)|find out if|question (?:about|is)',
    ],
  ]),
];
