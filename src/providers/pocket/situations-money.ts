import { situation } from './phrases.ts';

/** Money, papers and accounts. */
export const moneySituations = [
  situation('refund-due', [
    [
      3.2,
      "where(?:'s| is| are|s| has)(?: \\S+){0,2} (?:refund|money|credit|cash|\\$ ?\\d+\\S*)|when(?: \\S+){0,5} (?:refund|money|credit|paid|reimbursed)",
    ],
    [
      3,
      "(?:refund|reimburse\\w*|credit|money|\\$ ?\\d[\\d.,]*|payment)(?: \\S+){0,7} (?:{not}|hasn't|still|yet|wrong|pending|ago|back with me|restored|missing|short|too little|less than|instead of)",
    ],
    [
      2.6,
      '(?:still|nothing|no|not|waiting|wating|waited|never|without)(?: \\S+){0,6} (?:refund|reimburs\\w*|my money|the money|pay (?:me|us|them) back|paid back|getting paid|on my (?:card|statement|account)|credited|credit)',
    ],
    [
      2.5,
      "(?:went|gone|sent|mailed|shipped|gave|brought|handed|dropped|is|are|been|was|were|arrived|delivered|received|got)(?: \\S+){0,6} (?:back (?:to|with|at|in|on)|at your (?:end|warehouse|place)|in your warehouse|to your warehouse|with you (?:since|for)|your warehouse|to you on|reached you|keeps everything)|(?:i|we)(?:'ve| have)? (?:returned|sent(?: \\S+){1,4} back)",
    ],
    [1.8, 'r-?\\d{4,6}|my return (?:was|is|has|arrived)|returned'],
    [
      2.2,
      '(?:promised|offered|agreed|approved|confirmed|accepted|granted|chose|said yes)(?: \\S+){0,14} (?:\\$ ?\\d\\S*|refund|pay|money|credit|%|percent|price|back|full)',
    ],
    [
      3,
      'refunded (?:only|just|less|store|the wrong|too|me|\\$)|(?:partial|wrong|incomplete) (?:refund|credit|amount)|store credit|deducted|short(?:ed|changed)|\\$?0\\.00|(?:refund|amount)(?: \\S+){0,3} (?:is|was|of) (?:wrong|too|short|less|\\$0)|price of the|cost (?:\\S+ )more',
    ],
    [
      2.5,
      "(?:pay|paid|paying)(?: \\S+)? back|my \\$ ?\\d+|isn't back|money isn't|lighter|\\$\\d+ is|awaiting return|refund (?:is )?on the way|has it been processed|been processed|refund status",
    ],
    [
      1.3,
      '(?:business )?(?:days|weeks|month) (?:ago|later|have passed|of waiting|since)|it has been|since (?:the )?(?:\\d+|{month}|then)|day \\d+ of|goin on a month|statement|small claims|fraud department',
    ],
    [1.2, 'refund\\w*|reimburse\\w*'],
  ]),
  situation('payment-trouble', [
    [
      3,
      '(?:cards?|payments?|paypal|checkout|chekout|transaction|bank|purchase|wallet|gateway|instal?lments?|pay|money)(?: \\S+){0,6} {fail}',
    ],
    [3, '{fail}(?: \\S+){0,5} (?:cards?|payments?|paypal|checkout|transaction|bank|purchase|basket)'],
    [
      3,
      '(?:charged?|billed|debited|paid|took|taken|take|charge|came out|went out|deducted|payment|booked|withdrawn|\\$ ?\\d[\\d.]*|full amount)(?: \\S+){0,10} (?:twice|two times|double|2x|2 times|again|three times|3 times|duplicate|both days)',
    ],
    [
      3,
      'double[- ]?(?:charge|billed|payment|booking)\\w*|duplicate (?:charge|payment)|two (?:charges|payments|debits)|charged (?:me )?(?:double|2)|(?:extra|second) (?:one|charge|payment)',
    ],
    [2.5, 'pay(?:[- ]| it )in[- ](?:3|three)|instal?lments?|klarna|split(?:ting)? (?:the|my) payment'],
    [
      2.2,
      'authori[sz]\\w+|pending|on hold|reserved|processing since|card verification|needs verification|3-?d secure|verification|drop off',
    ],
    [
      2,
      'check ?out|chekout|card (?:number|field|details)|expiry|cvv|cvc|billing (?:address|post ?code|zip)|saved card|prepaid card|debit card|credit card|visa|wrong card|card ending|ending \\d{4}|gateway|issuer|limit',
    ],
    [
      2.8,
      '(?:took|taken|charged|money (?:is )?(?:gone|left)|billed)(?: \\S+){0,14} (?:no (?:order|confirmation)|basket|cart|white page|nothing)|(?:button|page)(?: \\S+){0,4} (?:gr[ae]y\\w*|white|blank|spins|nothing happens)|try (?:a )?diff?er\\w* meth\\w*|cannot finish',
    ],
    [1.2, 'cards?|bank|charged?|charges|payments?|paid'],
  ]),
  situation('paper', [
    [
      3.2,
      'invoic\\w*|receipts?|facture|proof of purchase|bill(?:s)?(?! me)|(?:tax|vat) ?(?:id|number|no|registration|document)|ein|gst|rechnung',
    ],
    [
      2.2,
      'book-?keep\\w*|accountants?|accounting|accounts department|finance (?:dept|department|team)|finanzamt|auditor|inspector|procurement|reimburse\\w* form|expenses?|tax(?:es)?|deduct\\w* it|insurance (?:claim|company)|adjuster|customs',
    ],
    [
      2,
      'documents?|paperwork|on paper|in writing|itemi[sz]ed|inv-?\\d+|company name|made out to|billing name|pdf|sheet of a4|a4|evidence|nothing behind it|slip with the date|letterhead|print(?:ed)?',
    ],
  ]),
  situation('access', [
    [
      3,
      'log(?:ging|ged)? ?(?:in|on|into|out)|logins?|sign(?:ing|ed)? ?(?:in|into|out|on)|passwords?|pass ?codes?|pw|user ?names?',
    ],
    [
      2.8,
      "locked(?: out)?|reset(?: link| mail| email| code)?|two[- ](?:step|factor)|2fa|(?:security|verification|login|access|one-time|confirmation|sms|text)(?: message)? codes?|(?:code|codes) (?:never|doesn't|don't|does not|to|by|goes?|go|wants)|authenticator|wants a code|asks me a code|reset",
    ],
    [
      2.6,
      "(?:can't|cannot|can not|cant|couldn't|unable to|not able to|how (?:do|can) i|let|won't let|need to be let|doesn't|will not let)(?: \\S+){0,3} (?:get (?:back )?in(?:to)?|access|enter|open my|be let in|get back|get to my|know me)|let (?:me )?in|get in(?:to)?|door that no longer opens",
    ],
    [
      2,
      '(?:profiles?|acct|my (?:old|other|new) account|the account (?:is|was|says|page)|blank (?:account|profile))|user profile|customer no|signed in as|registered|hacked|devices|session|accounts?(?= (?:locked|access|settings|back|blocked|deleted|hacked|recovery))',
    ],
    [
      2.5,
      "(?:delete|close|remove|erase|deactivate|deletion)(?: \\S+){0,5} (?:account|profile|data|date of birth|details|number)|(?:change|update|switch|replace)(?: \\S+){0,4} (?:e-?mail|mail|phone number|login|number on|username|mobile)|(?:old|new|other|work|previous) (?:e-?mail|mail|phone|number|mobile)|prove (?:who|that it's|i'm|it's) (?:i am|me)?",
    ],
    [
      1.5,
      "confirm (?:your|my|the|an?) (?:e-?mail|mail)|i don't exist|already registered|create (?:your|a) profile|hello \\[|doesn't know me|who are you|trust this device|too many requests",
    ],
  ]),
  situation('discount', [
    [
      3,
      'promo\\w*|vouchers?|coupons?|cupon|discounts?|discounted|gift ?cards?|gift certificate|e-?gift|points|loyalty|referral|referred|refer a|raffle',
    ],
    [
      2.6,
      '(?:circle|member(?:ship)?|members?)(?: \\S+){0,3} (?:discount|price|fee|points|renew\\w*|benefit|early|sale|perk|5 ?%)|membership|quillmoor circle|\\bcircle\\b|same club|in the club',
    ],
    [
      2.4,
      "(?:code|codes)(?: \\S+){0,5} (?:says?|invalid|expired|refus\\w*|reject\\w*|not|doesn't|does not|won't|work\\w*|for|in|minimum|went|valid|never)|(?:your|the|my|a|discount|apology|birthday|welcome|newsletter|student|no|new) code",
    ],
    [
      2.2,
      '[a-z]{3,10}(?:5|10|15|20|25|30|40|50)(?![0-9a-z])|\\d+ ?(?:%|percent|per cent) off|percent off|the \\d+ percent|% off|sale price|(?:black friday|early access|clearance) (?:sale|price)|minimum (?:spend|order)|welcome (?:offer|thing|code)|newsletter|popup|price match|loyal',
    ],
    [
      1.8,
      'balance|the card (?:only )?(?:accepts|has)|store card|(?:my|the|a|quillmoor|\\$\\d+) gift|cashback|reward|bonus|fee back|excluded|outlet',
    ],
  ]),
];
