import { stem, words } from '../../text/words.ts';
import { synonyms } from './synonyms.ts';

/**
 * Words that customers and shops use for the same thing. General English of commerce, written by hand; it is what the
 * medium and the large tier know before they read a prompt.
 */
const groups: { readonly [group: string]: string } = {
  parcel: 'parcel package packet shipment consignment box carton delivery post mail pkg',
  courier: 'courier carrier driver postman mailman van truck mail',
  ship: 'ship shipped shipping send sent dispatch dispatched post mail leave left',
  arrive: 'arrive arrived come came reach reached land show turn delivered receive received get got',
  track: 'tracking track trace status whereabouts movement scan transit',
  late: 'late delay delayed overdue waiting wait slow stuck still yet longer',
  cancel: 'cancel cancelled cancellation annul rescind revoke undo withdraw void stop abort unwanted',
  order: 'order purchase bought buy ordered basket cart',
  address:
    'address street house apartment flat postcode zip city road avenue building unit move moved relocate',
  reschedule: 'reschedule postpone date day slot hold later appointment window shift visit',
  pickup: 'pickup locker neighbour neighbor porch gate door reception doorstep collect fetch',
  return: 'return returns returned back label sendback slip sticker',
  refund: 'refund refunded reimburse reimbursement credit money cash repay',
  exchange: 'exchange swap trade switch replace instead',
  size: 'size small medium large bigger smaller larger xl xxl tight fit length width tall short sleeve',
  colour: 'colour color shade black blue green red grey navy orange white sage',
  damage:
    'damage damaged broken broke crack cracked dent dented shattered smashed torn ripped split chipped scratched bent leak leaking burst crushed snapped shards pieces hole defective faulty rip',
  missing: 'missing lack lacks incomplete short absent without empty forgotten omitted',
  wrong: 'wrong incorrect different other mistake mixed mistaken',
  payment: 'payment pay paid card charge charged bank checkout debit visa paypal transaction billing fund',
  decline: 'decline declined reject rejected refuse refused fail failed error insufficient blocked frozen',
  twice: 'twice double duplicate two again 2x',
  invoice:
    'invoice receipt bill facture paperwork document statement proof bookkeeper accountant accounting tax vat ein',
  login:
    'login log sign password username access reset locked lock account profile code two-step verification credential',
  question: 'does which what how recommend compatible dimension material spec available stock',
  promo: 'promo code voucher coupon discount sale offer reduction',
  giftcard: 'gift voucher balance card certificate',
  member: 'member membership circle club points loyalty subscription reward yearly annual',
  warranty: 'warranty guarantee guaranteed repair covered cover lifetime',
  wear: 'wear worn wore used usage use fray rust peel peeling loosened stopped died',
  cost: 'cost price fee charge pay much expensive dollar amount rate',
  free: 'free gratis nothing complimentary waived charge',
  time: 'long time day days week weeks month months hour hours minutes period deadline until latest',
  before: 'before until earliest prior',
  furniture: 'furniture sofa table bookcase wardrobe chair cabinet bed couch freight rug',
  outlet: 'outlet bargain clearance discounted marked',
  home: 'home house doorstep residence place',
  person: 'support agent staff human people person team desk employee technician',
  contact: 'chat phone call email contact write reply answer turn reach message',
  delete: 'delete close remove erase deactivate',
  photo: 'photo picture image snapshot pic',
  wash: 'wash washed washing laundry dishwasher clean cleaning machine washed',
  business: 'business company firm corporate office practice lodge enterprise',
  gift: 'gift present birthday surprise',
  instalment: 'instalment installment split splitting three payments plan',
  express: 'express overnight fast quick faster urgent quickest',
  weekend: 'weekend saturday sunday',
  abroad: 'abroad overseas canada europe international foreign customs duty duties',
  bank: 'bank statement account transfer',
  repair: 'repair fix mend workshop technician replace zip zipper',
  part: 'part spare screw buckle component piece',
  maybe: 'can may possible allowed permitted could',
  cannot: 'cannot not never impossible no',
  partial: 'part partial some half',
  stolen: 'stolen theft lost robbed gone',
  wait: 'wait keep kept held hold stored',
  door: 'door stairs stairway hallway entrance floor',
};

const groupsOfStem: ReadonlyMap<string, readonly string[]> = (() => {
  const index = new Map<string, string[]>();
  const lines = synonyms.split('\n').flatMap((line) => {
    const [group, members] = line.split(': ');
    return group === undefined || members === undefined ? [] : [[`${group}-2`, members] as const];
  });
  for (const [group, members] of [...Object.entries(groups), ...lines]) {
    for (const member of new Set(words(members).map(stem))) {
      index.set(member, [...(index.get(member) ?? []), group]);
    }
  }
  return index;
})();

/** The word groups that a stem belongs to, marked so that no word can be mistaken for one. */
export function groupsOf(wordStem: string): readonly string[] {
  return (groupsOfStem.get(wordStem) ?? []).map((group) => `#${group}`);
}
