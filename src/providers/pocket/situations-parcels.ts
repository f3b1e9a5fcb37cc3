import { situation } from './phrases.ts';

/** Before the goods are there: where the parcel is, stopping it, sending it elsewhere. */
export const parcelSituations = [
  situation('whereabouts', [
    [
      3,
      "where(?:'s| is| are|s| did| has| on earth)?(?! do i| can i| to| should| the money| my money)(?: \\S+){0,3} (?:{parcel}|{product}|goods|go|it)(?! (?:back|refund|label))",
    ],
    [2, 'where (?:it|they|he|she|that \\S+|the \\S+|my \\S+) (?:is|are|went)'],
    [
      2.5,
      'track\\w*(?: \\S+){0,6} (?:{not}|stuck|moved?|said|says|shows?|still|same|stopped|updated?|label created|froze\\w*)',
    ],
    [
      1.5,
      'track(?:ing|ed)?|whereabouts|in transit|sorting (?:centre|center)|out for delivery|label created|depot|scanned',
    ],
    [
      2.5,
      "(?:has|have|is|are|did|was)(?:n't| not)?(?: \\S+){0,3} (?:even |actually |really )?(?:left|leave|shipped?|been (?:sent|shipped|dispatched|scheduled)|on its way|dispatched)",
    ],
    [
      2.5,
      'when(?: (?:will|does|do|can|should|is|are|might|would|it|they))(?: \\S+){0,5} (?:comes?|coming|arrives?|be here|get here|shows? up|delivered?|expect|have it|turns? up|ship(?:s|ped|ping)?|here)',
    ],
    [
      2.2,
      '(?:{not}|yet to|still waiting|is not|has not|have not|did not) (?:yet |even |been )?(?:come|came|arrived?|received|delivered|shown? up|turned up|got here|handed|reached|here|moving|a trace)',
    ],
    [
      2.5,
      '(?:marked|says|said|shows?|showing|listed|according)(?: \\S+){0,4} (?:as )?(?:delivered|handed over|signed)(?: \\S+){0,12} (?:{not}|neither|empty|neighbou?rs?|at work)',
    ],
    [
      1.8,
      '(?:supposed|meant|due|promised|expected|scheduled)(?: to (?:arrive|come|be (?:here|delivered))| yesterday| last| on| by| for)?(?! refund)',
    ],
    [1.2, 'late|overdue|delay(?:ed|s)?|taking (?:so |too )?(?:long|forever)|slow(?:er)?'],
    [
      2,
      '(?:day \\d+ of waiting|waiting (?:for|on) (?:my|our|the|a|an|this) (?!refund|money|credit|reset|code|invoice)|still waiting|keep waiting|how (?:many more|much longer|long)(?: \\S+){0,4} (?:wait|mornings?|days?|take))',
    ],
    [
      2.2,
      "(?:proof of delivery|delivery (?:estimate|window|estimate)|estimated|dispatch date|eta|expected arrival|signed for|squiggle|signature|gps|stops away|not my (?:house|door|porch)|someone else's (?:house|door|dog))",
    ],
    [
      2,
      '(?:lost|gone missing|missing|vanish\\w*|disappear\\w*|swallowed|black hole)(?: \\S+){0,3} (?:transit|mail|post|courier|{parcel})|{parcel} (?:is|was|has been|got|went|has) (?:lost|missing|stolen|vanished|disappeared)',
    ],
    [1.5, '(?:here|arrive|have it|get here|reach \\S+) (?:in time|by|before|on time)'],
    [
      1.5,
      'shipping (?:notice|mail|confirmation|update)|no movement|nothing (?:has )?(?:moved|happened|since)|refreshing',
    ],
  ]),
  situation('stop-order', [
    [3, '(?:cancel|cancell|cancle|cancell?ation)(?! (?:it )?(?:and|to) re-?order)'],
    [0.3, '(?:cancell?ed|cancell?ing)'],
    [
      3,
      '(?:call(?:ing)? off|annul\\w*|rescind\\w*|revoke|withdraw\\w*|back(?:ing)? out|pull(?:ing)? out|undo|void|scrap|abort|un-?order|retract|scratch)',
    ],
    [
      2.8,
      "(?:do not|don't|dont|never|please not|needn't|not to|no need to|without)(?: \\S+)? (?:send|ship|dispatch|deliver|bother|pack|bring|let it leave|post|let (?:it|them) (?:leave|go|ship))(?! (?:me )?a)",
    ],
    [
      2.5,
      'stop (?:it|them|the|my|this|that|our|everything)(?: \\S+){0,4}(?: (?:before|order|ship\\w*|leaving|parcel|coming|sending))?',
    ],
    [
      2,
      "(?:no longer|don't|dont|do not|doesn't|not) (?:\\S+ )?(?:want|need|require|have any use)(?: for)? (?:it|them|this|that|the|my|your|any|one|either)(?! (?:refund|money|back|replacement|to|label|password|address))",
    ],
    [
      1.8,
      'no longer (?:want|need|required?|necessary|interested)|(?:no|not any) (?:use|need|longer)(?: for)?|surplus to',
    ],
    [
      1.5,
      "chang(?:ed|ing) (?:my|our|his|her) mind|chnaged|second thoughts|impulse|regret|by (?:mistake|accident)|accident(?:al)?ly|ordered (?:it |them |this )?(?:twice|two times)|duplicate order|wrong thing|can't afford|cannot afford|budget",
    ],
    [
      2.2,
      'before (?:it|they|you|he|she|somebody|someone|anything|the \\S+)(?: \\S+){0,4} (?:ship(?:s|ped)?|packs?|packed|leaves?|goes|goes out|go out|sends?|send it|turns up|box)',
    ],
    [
      1.2,
      "(?:not|hasn't|hasnt|haven't|isn't|has not) (?:been )?(?:shipped|sent|packed|left|dispatched)(?: yet)?|still (?:at your end|says? processing|processing|in the warehouse|with you)|status (?:says|is|still)",
    ],
    [
      2.5,
      '(?:close|kill|delete|drop|remove|take|make|leave)(?: \\S+){0,5} (?:order|off|out|go away)(?! the truck)',
    ],
    [
      2.2,
      "(?:doesn't|does not|don't|not) (?:come|arrive|leave|go out)(?: please)?(?=[.!,]|$)|stays? where (?:it|they)|remain(?:ed|s)?(?: there)?|nothing (?:will be|is|be) (?:dispatched|sent|shipped)|refuse (?:it|them|delivery)|not having it|keep the thing|just (?:leave|keep) it",
    ],
    [
      1.5,
      '(?:found|bought|got|have|ordered)(?: \\S+){0,5} (?:elsewhere|somewhere else|cheaper|the same (?:one|exact)|already|another one)|(?:wedding|trip|party|event|holiday)(?: \\S+){0,3} (?:is off|fell through|cancelled)',
    ],
  ]),
  situation('delivery-details', [
    [
      3,
      '(?:wrong|old|different|another|new|other|correct|change|changing|update|amend|edit|fix|incorrect|incomplete|previous|former|right|missing)(?: \\S+){0,4} (?:address\\w*|adress|adres|street|house number|number of the house|post ?code|zip|apartment|apt|flat|unit|suite|recipient|floor|door)',
    ],
    [
      1.5,
      '(?:delivery|shipping|ship-to|ship to|street|postal) ?(?:address|adress|name)?|address|adress|adres',
    ],
    [
      2.5,
      '(?:deliver|delivered|send|sent|ship|bring|leave|redirect\\w*|forward|drop|come|goes?|going|heading|off)(?: \\S+){0,4} (?:to|at|with) (?:my|a|an|the|our|another|his|her|their|this|that)(?: \\S+){0,2} (?:office|work|workplace|neighbou?r\\w*|pick-?up|holiday|rental|hotel|sister|brother|mother|mom|mum|parents|daughter|son|house|place|dorm|branch|building|marina|school|reception|desk|locker|shop|store|garage|campsite)',
    ],
    [
      3,
      're-?direct\\w*|re-?rout\\w*|divert\\w*|re-?address\\w*|pick-?up (?:point|place|station|location)|locker|(?:to|at) a (?:shop|store|locker|depot)|p\\.?o\\.? box',
    ],
    [
      2.5,
      '(?:leave|put|drop|hand|place)(?: it| them| the \\S+)? (?:with|at|in|by|behind|on|next door|inside|round)(?: \\S+){0,3} (?:neighbou?r\\w*|porch|garage|shed|gate|reception|back|door|desk|concierge|bench|box)',
    ],
    [
      2.5,
      '(?:tell|ask|driver|courier|freight people|freight)(?: \\S+){0,6} (?:to use|use|to ring|ring|to call|knock|buzz|side gate|gate|not to|ramp|stairs|floor|carry|intercom|meet|code|entrance)|gate code|door code|side gate|doorbell|intercom|(?:delivery|driver|courier)? ?(?:note|instructions?|comment)s? (?:for|to) the|delivery (?:note|instruction)s?|buzzer|handoff|kerbside|curbside',
    ],
    [
      2.4,
      '(?:hold|hold back|hold off|postpone|re-?schedul\\w*|delay|push|move|bring forward|shift|dawdle|wait with|slow)(?: \\S+){0,5} (?:{parcel}|delivery|date|back|off|until|till|it|week|day|{product})',
    ],
    [
      2.2,
      '(?:another|different|later|earlier|new|other|certain|specific) (?:date|day|slot|time|week|appointment|evening)|deliver\\w*(?: \\S+){0,3} (?:after|later|until|not before|on (?:a|the|monday|tuesday|wednesday|thursday|friday|saturday))|(?:on|after) the \\d+(?:st|nd|rd|th)? or later|too early|not before',
    ],
    [
      1.8,
      "(?:i'm|i am|we're|we are|be|being|going|will be|am) (?:\\S+ )?(?:away|out of town|abroad|on holiday|on vacation)|(?:no ?one|nobody|no one's|nobody's|there's no one)(?: is| will be|'s)? (?:at )?(?:home|here|there|in)",
    ],
    [
      1.8,
      "moved (?:house|yesterday|last|to|out|in|away|recently|apartment)|(?:i|we|we've|i've|just|since|have)(?: \\S+)? moved|moving (?:house|to|out)|new (?:place|apartment|house|flat|home)|split up",
    ],
    [
      2,
      '(?:name|attention|attn|c\\/o)(?: \\S+){0,4} (?:parcel|label|{parcel}|facilities)|(?:ship|send)(?: \\S+){0,3} (?:together|in one|separately)|in two (?:boxes|parcels|shipments)',
    ],
    [
      2,
      '(?:house|flat|apartment|street|apt|unit|number|road|avenue)(?: \\S+){0,4} (?:should be|is|not|instead|is wrong|wrong|missing)|should be \\d+|\\d+ not \\d+|i (?:write|wrote|put|typed|entered)(?: \\S+){0,2} (?:old|wrong)',
    ],
    [1.5, '(?:upgrade|change|switch)(?: \\S+){0,3} (?:express|faster|next day|overnight)|street: '],
  ]),
];
