/** More groups of words with one meaning (lexicon.ts): things, people, time, money and deeds of every day. One group a line. */
export const synonyms = `
vehicle: truck van lorry car driver vehicle
island: island isle islands hawaii maui oahu alaska ferry offshore remote
canada: canada canadian ontario quebec toronto montreal vancouver winnipeg calgary alberta yukon province provinces
europe: europe european germany france vienna austria paris berlin sweden denmark spain italy lyon graz
britain: britain uk kingdom london england switzerland swiss
military: military apo army stationed deployed deployment overseas soldier base
child: child children kid kids toddler baby infant newborn son daughter niece nephew grandson
family: wife husband spouse partner mother father mum mom dad sister brother aunt uncle grandmother grandma family household roommate boyfriend girlfriend
customer: customer client shopper buyer member user person recipient
friend: friend buddy neighbor neighbour colleague
money: money cash dollar dollars cent cents amount sum price paid
free: free nothing gratis complimentary charge cost
discount: discount reduction reduced cheaper percent bargain rebate lower knock off deal
bargain: outlet bargain clearance discounted remaindered
club: circle club membership member yearly annual subscription
voucher: voucher gift card certificate balance code coupon
quick: express fast quick overnight rush urgent quickest soon immediately instantly
slow: standard ordinary normal regular usual plain basic
box: box parcel package carton package packet container shipment
bag: bag backpack pack rucksack sack
deliver: deliver delivery bring arrive come reach receive ship send get drop
attempt: attempt try tries tried attempts again second
away: away absent missed out wasn't home nobody vacation
keep: hold keep store wait stay stored held reserve
collect: collect pick fetch pickup get retrieve
postman: postman mailman courier carrier driver
label: label sticker slip tag qr paper
document: document form paper papers certificate customs invoice declaration
print: print printer printed printing
photo: photo picture image snapshot photos pictures
proof: proof receipt evidence confirmation verify prove show
identity: identity who prove verify digits identification id
phone: phone mobile cell telephone number sim handset smartphone
stolen: stolen lost theft thief missing robbed gone
password: password passcode login log sign account access
locked: locked lock blocked mistyped tries attempts failed shut
close: close delete cancel end stop erase remove quit leave terminate
undo: undo reverse undone reactivate restore revive reactivated bring back
change: change alter correct edit modify adjust switch shift move amend update
reschedule: reschedule postpone shift move appointment visit slot date
cancel: cancel called off annul stop withdraw
refuse: refuse reject decline accept don't turn down denied turned
return: return send back sending give back returned
refund: refund repay reimburse money back paid credited credit issue
bank: bank account statement card transfer
trace: trace chase investigate search find track
lost: lost missing vanished disappeared nothing moved
late: late delay overdue missed behind
deadline: deadline latest until before by within limit last noon
period: period window days weeks month months time long
week: week seven 7 days
year: year yearly annual months
start: start begin begins count counted counts from
end: end expire expires ends over
broken: broken damaged dented cracked scratch scratched torn rip ripped shattered smashed pieces defective faulty jammed
small: small tiny little minor minimum smallest least
large: large big huge whole maximum largest most
wide: wide narrow door stairs stairway hallway corridor
furniture: furniture sofa couch table bookcase bed wardrobe shelf cabinet chair armchair
rug: rug carpet mat
linen: linen sheet sheets pillowcase pillowcases duvet bedding bed set
topper: topper mattress foam
film: film wrap plastic packaging wrapping sealed seal
personalised: personalised personalized engraved monogram custom initials
unused: unused unworn unopened original tags new
used: used worn washed heated tried
pan: pan pot skillet iron cast
knife: knife blade edge sharpen blunt
dishwasher: dishwasher machine washing rust rusty spotty
wear: wear tear worn normal use blunt sole soles
part: part parts piece screw spare component bolt buckle pole
repair: repair fix mend repaired workshop service
open: open opened casing screwdriver dismantle disassemble apart take off
zip: zip zipper
other-shop: other another elsewhere shops brand foreign competitor
claim: claim complaint report request case
review: review appeal second somebody else technician decision disagree wrong reconsider
decide: decide decides decision decided judge
desk: desk team department staff agent agents support
chat: chat call phone ring talk contact turn reach
pay: pay payment paid pays charge charged settle
combine: combine mix mixed together half other split both
split: split instalment instalments installments three payments thirds plan pay-in-3
skip: skip skipped missed late failed unpaid messed
shut: shut excluded blocked banned barred locked suspended
reserved: reserved hold authorisation authorization pending blocked vanishes released freed
fail: fail failed crash crashed error declined
large-order: large big lodge furnishing bulk above order value
pause: pause paused stopped held stops check
scam: scam phoned claiming legit fraud security code digits caller phishing
invoice: invoice bill receipt document
company: company firm business corporate office enterprise
tax-number: tax vat id number exemption exempt
profile: profile account settings store saved
permanent: once all permanently always every time
points: points point reward bonus credited
renew: renew renewal continue renews prolong
early: early ahead advance beforehand before earlier
benefit: benefit benefits free labels perks advantage
recipient: recipient niece gift friend mail address typed
spend: spend spent used redeem redeemed eaten
exchange: exchange swap switch another size
size: size medium large small bigger
item: item article product piece thing goods
several: several many multiple more few
page: page website site menu button link bottom tab field click
where: where place spot location bottom under top
weekend: weekend saturday sunday monday tuesday friday
morning: morning evening noon afternoon night midnight hour
today: today now yesterday tomorrow tonight
appointment: appointment visit slot window date booked
truck: truck freight van lorry
home: home house apartment flat address
wrong: wrong incorrect mistake error mistyped typo
sign: sign signed signature signing
gift: gift present surprise value
customs: customs duty duties tax taxes import
outside: outside outer inside inner carton
tent: tent tarp shelter camping
light: light lamp lantern headlamp bulb torch
kitchen: kettle mug grinder coffee plate cup glass stove
clothes: jacket coat fleece boots shoe shoes socks gloves hat trousers
blanket: blanket throw sleeping quilt
allowed: allowed may can possible permitted could able let
forbidden: cannot not never no must forbidden except
only: only just solely
condition: if unless when provided
lasting: lasts warranty long period lifetime
forget: forget forgot late miss
swimming: water waterproof wet rain
colour: colour color shade black green blue
cheaper: cheaper drop dropped sale reduced difference price
extra: extra additional more surplus further longer
certain: certain specific particular exact`;
