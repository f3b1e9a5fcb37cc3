/** What customers of any shop say, by situation; written by hand. The large tier learns its sense of situations from them. */
export const parcelUtterances = {
  whereabouts: `
    Where is my order? It was supposed to be here on Tuesday.
    Tracking hasn't moved for six days, is the package lost?
    The app says delivered but there is nothing on my porch and the neighbors have not seen anything either.
    I ordered two weeks ago and still have not received a thing. Can you check what is going on?
    When will my stuff arrive? I need it before the weekend.
    hi any update on my delivery? its been ages
    Paid extra for overnight shipping and it is now day four. Explain.
    The status still says preparing for shipment. Has it even left the building?
    I stayed home all day for a driver who never came. When is the next attempt?
    My parcel went from one depot to another and back again. Is anybody steering this thing?
    Could you give me an estimated arrival date please?
    No tracking number, no email, no box. Did you forget about me?
    It says a person signed for it, but nobody at this address did.
    The delivery photo shows a door that isn't mine.
    Is my shipment stuck at customs? It has not been scanned since last Thursday.
    I am getting worried, everyone else in the family has already had theirs and mine is nowhere.
    our event is on saturday and the boxes are not here, where are they
    Half of my order turned up on Monday, the tracking for the other parcel is empty. When does that one come?
    The courier says you never handed it over. You say the courier has it. Who has it?
    How much longer do I have to wait for this thing?
    Just wondering whether it has shipped yet, no rush.
    I keep looking out of the window like a dog. Any idea when it gets here?
    They left a card but I was in all day, and now the website says returning to depot. Where can I find it?
    Can you find out where my package is? The link you sent me shows an error.
    Your estimate said 3 to 5 days. We are on day twelve.
    Nothing in the mailbox, nothing in the garage, nothing at reception, yet you claim it was dropped off at noon.
    It has been "out for delivery" since yesterday morning.
    My grandson's birthday came and went without his present. Is it still coming?
    I'd like to know if it will make it in time for Christmas.
    I suspect porch thieves, the driver says he left it outside. What do you do in that case?
    has my package been shipped
    expected friday, now its monday, nothing
    Should I be concerned that the tracking page only shows "label printed"?
    You took my payment ten days ago and since then silence. Did anything ship?
    I don't want to cancel and I don't want a refund, I just want to know where it is.
    The map shows the van three streets away and then it drove off with my box.
    please say me when comes my packet, I wait already long
    I was told it would be here by the 5th. Today is the 9th. What happened?
    My package is on a grand tour of the country. Memphis, Denver, Memphis again. Will it ever visit me?
    Am I ever going to see the thing I paid for?`,
  'stop-order': `
    Please cancel my order, I placed it by accident.
    I changed my mind about the order from this morning. Can you stop it before it ships?
    Don't send it, I found the same thing at a local store.
    I need to call off my purchase, our trip has been cancelled.
    my toddler bought something with my phone, please undo
    I ordered two by mistake, please take one of them out before you pack it.
    Is it too late to withdraw from the order I made an hour ago?
    There is no cancel button on my page. Please cancel it for me.
    We no longer need the goods, kindly do not dispatch them.
    It still says processing after three weeks. I am not waiting any more, forget the whole order.
    I hit the order button twice. Keep the first one and kill the second.
    Could you remove the blanket from my order and leave the rest as is?
    hold on dont ship that!! wrong thing
    My husband already ordered the same one yesterday. Mine is not needed.
    I can't afford it this month after all, please void the purchase.
    The person I bought this for has died. Please don't let it come.
    I'd like to exercise my right of withdrawal before shipment.
    Please pull my order, the delivery date is too late for the party.
    Scrap it. I'll buy elsewhere, where they don't take a month.
    The back-ordered item in my order, I don't want to wait for that any longer, just drop it.
    Was half asleep when I bought this. Make it go away please.
    I was sent a confirmation for something I never meant to buy. Stop it before it leaves.
    Our boss has frozen all spending; the order from Monday must not go out.
    Can I still get out of this order? I only placed it ten minutes ago.
    nvm i dont want it anymore, not shipped yet right
    I have no use for it now, let it stay in your warehouse.
    Please do not bother sending the second part, we solved it another way.
    Pre-ordered in May, now I've lost interest. Release my pre-order please.
    If it has not gone out yet, I want out.
    Someone used my saved card to order this. It must not be shipped, stop it.
    My wife surprised me with the very same one, so mine is now surplus, and it is not even packed.
    I do not want a new delivery date, I don't want the thing at all.
    Instead of fixing the address, just drop the whole order.
    Please rescind order number 5521, we will not be requiring the items.
    I'll refuse the parcel at the door if you send it anyway.
    cancelling everything i ordered today thanks
    Too slow, too expensive, too late. I'm backing out.
    Take my name off that order, I bought it in a weak moment.
    Only the kettle please. The pans can be cancelled, my mother gave me hers.
    Please reverse the purchase before anyone puts it in a box.`,
  'delivery-details': `
    I gave the wrong address, please ship it to 12 Oak Lane instead.
    I moved last week and forgot to update my address. The order is already placed.
    Can you deliver it to my office rather than my home?
    Please leave the package with the neighbor in number 9.
    We are on vacation until the 20th, can you hold the parcel until then?
    The apartment number is missing from my order, it should be 4B.
    Can I change the delivery to a pickup point near me?
    I will not be home on Thursday. Could it come on Friday instead?
    Please tell the driver to use the back entrance, the front door is blocked.
    The gate code is 4417, please pass that on to the courier.
    My zip code got autofilled wrongly, last digit should be a 3.
    It's a gift, could you put my sister's name on the label instead of mine?
    The freight company gave me Tuesday morning, but I work. I need an evening slot.
    Could you send everything in one box instead of three?
    Please add a note: do not ring the bell, baby sleeping.
    I'm staying in hospital longer than planned, can you reroute the package to my mother's?
    wrong street!! i put the old one again. can u fix it b4 it ships
    It's going to my ex's place because your site kept the old address. Please redirect it.
    Can the delivery be postponed by a week? The kitchen is not ready.
    I'd like to collect the parcel myself at the depot.
    Our company has moved, please amend the ship-to on our order.
    Could you upgrade my order to express shipping, I'm happy to pay the difference.
    Please bring it up to the third floor, I use a walker.
    My building's front desk closes at five, ask them to come before that.
    The courier cannot find my house; it is the red gate after the bridge. Please tell them.
    I know where it is and when it comes. The problem is that I won't be there, somebody else should receive it.
    change phone number for the delivery guy pls, mine changed
    It's too early! We only move in on the 1st, please deliver after that.
    I typed Street instead of Avenue and there are both in this town.
    The parcel is meant for my son at college, could you change the recipient and the dorm room?
    May the driver put it in the shed? It is open.
    We'd rather have the rug brought on Saturday when my son can help carry.
    I need to correct my shipping information, there's a typo in the city.
    Please don't leave it on the porch, things get stolen here. Take it to the shop next door.
    Your form wouldn't take my unit number. Can you add it to the label by hand?
    The order is for our cabin, not for the house, but it defaulted to the house.
    can you deliver to a PO box or do i need to give you another one
    I'd like it handed over only against a signature, can you set that?
    Shift my appointment please, the elevator is out of order that day.
    I shall be in another town that week; forward it to the hotel, please.`,
  'goods-question': `
    Does this tent fit four adults or is it more like three?
    What are the exact dimensions of the large pan?
    Is the blanket machine washable?
    Will this stove work with the cartridges sold in Europe?
    When will the green one be back in stock?
    Before I order: is the handle heat resistant?
    What is the difference between the two models?
    Are your pans safe for induction cooktops?
    Is the jacket waterproof or only water resistant?
    how heavy is it packed
    I have small hands, which of the knives would you recommend?
    Can the lamp be dimmed, and which bulb does it take?
    Is the down ethically sourced?
    Do I have to season the skillet before I use it the first time?
    Does the kettle switch itself off?
    I'm 5'2", should I go for the small or the medium?
    Do your boots run true to size?
    Is there any wool in it? My skin reacts to wool.
    Your page says 40 liters but the tag in the photo says 38. Which is right?
    Would this rug survive two dogs?
    Can you tell me how long the battery lasts on the high setting?
    We are looking for 20 identical mugs, do you have that many?
    Does the sleeping bag come with a storage sack?
    Can I take it on a plane as hand luggage?
    what grind settings does it have, is it ok for espresso
    How do I clean the filter? There's nothing about it in the booklet.
    Is it suitable for a child of six?
    Where is it made?
    I'm thinking of buying this for my dad, is it easy to set up alone?
    Are the covers removable for washing?
    Do you sell the poles separately?
    Is it loud? I get up before everyone else.
    Which fuel lasts longer in the cold?
    Is the color closer to olive or to bright green? Screens lie.
    Can two of these bags be zipped together?
    My old one fell apart after a year; how is yours stitched?
    Would the lid of the small pot fit the medium one?
    Is the coating free of PFAS?
    Will it be on sale again, or rather, will it be available again at all?
    Is it the version with the long handle or the short handle?
    Got this as a present and love it, just can't figure out how the clip on the side works.
    Does the cheaper one have the same fabric?
    Tell me honestly, is it warm enough for minus ten?
    Does it smell of plastic at the beginning?
    How thick is the mat?`,
};
