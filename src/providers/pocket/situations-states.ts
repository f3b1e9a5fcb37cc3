import { situation } from './phrases.ts';

/** Where things stand, whatever is wanted: is there an order, has it been sent, is it here, has it gone back. */
export const stateSituations = [
  situation('goods-here', [
    [
      1.5,
      "(?:arrived|came|delivered|received|recieved|got (?:it|them|my|the|here)|have (?:it|them)|i've had|it's here|its here|is here|are here|turned up)(?! yet)",
    ],
    [
      1.2,
      '(?:opened|unboxed|un-?packed|tried (?:it |them |on)|on me|in the hall|in my house|keeping it|kept|washed|worn|out of the box|in a box|in the (?:wardrobe|cupboard|garage))',
    ],
    [
      1,
      "(?:bought|delivered|arrived|got)(?: \\S+){0,4} (?:days?|weeks?) ago|post delivery|since delivery|hasn't touched|haven't (?:cooked|used|worn)|unused|unopened|never (?:worn|used|opened)",
    ],
  ]),
  situation('not-sent-yet', [
    [
      1.8,
      "(?:hasn't|hasnt|haven't|isn't|not|has not) (?:been |yet )?(?:shipped|sent|packed|left|dispatched|delivered|on its way)(?: yet)?|still (?:at your end|says? processing|processing|in the warehouse|with you)|before (?:it|they|you|he|he's|she|somebody|someone|packing|shipping|dispatch)(?: \\S+){0,4} (?:ships?|shipped|packs?|packed|leaves?|goes|sends?|send|turns up|box)",
    ],
    [
      1.5,
      '(?:ordered|bought|placed|made|purchase)(?: \\S+){0,6} (?:just now|min(?:utes?)? ago|hours? ago|yesterday|last night|this morning|tonight|today|at \\d+ ?[ap]m|on (?:friday|saturday|sunday|monday) night)|just ordered|order from today|about to be sent|packing',
    ],
  ]),
  situation('never-arrived', [
    [
      1.8,
      "(?:hasn't|hasnt|haven't|isn't|not|has not|have not|never|didn't|did not|nothing)(?: \\S+){0,2} (?:come|arrived?|received|turned up|shown up|got here|reached|handed|here)",
    ],
  ]),
  situation('went-back', [
    [
      1.8,
      "(?:went|gone|sent|mailed|shipped|gave|brought|handed|dropped|is|are|been|was|were|arrived|delivered|received|got)(?: \\S+){0,6} (?:back (?:to|with|at|in|on)|at your (?:end|warehouse|place)|(?:in|to|at|reached) (?:your|the) warehouse|with you (?:since|for)|to you on|reached you)|(?:i|we)(?:'ve| have)? (?:returned|sent(?: \\S+){1,4} back)|my return (?:was|is|has|arrived)|after the return",
    ],
  ]),
  situation('nothing-ordered', [
    [
      1.8,
      "before (?:i|we|you) (?:buy|order|spend|purchase|click)|before buying|thinking (?:of|about) (?:buying|ordering|getting)|considering|(?:haven't|have not|has not|not|never) (?:ordered|bought)(?: anything| yet)?|if i (?:order|buy)|in my (?:cart|basket)|planning to (?:buy|order|get)|going to (?:buy|order)",
    ],
  ]),
];
