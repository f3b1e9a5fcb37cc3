/** As in utterances-parcels.ts. */
export const goodsUtterances = {
  'send-back': `
    I would like to return this, how do I get a label?
    How do I send something back?
    I don't like the color in real life, I want my money back.
    The chair is not comfortable at all. What is your return procedure?
    Bought as a gift but she already has one. It is unopened, can I bring it back?
    I have 30 days, right? It has been three weeks and it is still in the box.
    Where do I print the return label?
    I threw away the original carton, can I still return it?
    It's just not what I expected from the pictures. Please take it back.
    Who pays for postage when I return an item?
    i wanna return my order, doesnt suit me
    Could the courier pick up the return from my home? It's heavy.
    The blanket sheds all over the sofa and I never liked it anyway. I'd like to give it back for a refund.
    Received it yesterday, tried it on, and it's simply not me. Going back.
    I'd like a return number please.
    It smells so bad I can't keep it in the flat. How can I get rid of it?
    The grinder is far too loud for our small kitchen and I wish to return it.
    May I return only one of the two items?
    Do I need to enclose the invoice with my return?
    I am past the deadline by one day, will you still accept the return?
    My tent is unused, tags on. The trip is off. What now?
    Want to send back, have no printer.
    The pillow is hard as a brick. I want out of this deal.
    Please arrange collection, I have changed my mind about the rug that came on Friday.
    The package arrived although I'd tried to cancel it. How do I send it back to you?
    My return label has expired, please send me a new one.
    Can I drop the return at any post office?
    Wife hates it. Money back please. Still has its tags.
    I ordered three to compare and will keep one. How do I return the other two?
    Is an outlet item returnable?
    It works fine, I'd just rather have my money than the thing.
    The lamp looks wrong in my living room. It's barely been unpacked.
    I regret this purchase every time I look at it. Tell me how to undo it, the box is right here.
    You sent me a discount to keep it, thank you, but no. I want to give it back.
    Can somebody tell me which address returns go to?
    It arrived, it is lovely, it is far too big for our balcony. Back it goes.
    The boots are beautiful and completely unsuitable for my mother, who never leaves the house. They are unworn.
    Nobody told me how heavy it is. I can't lift it, so I don't want it.
    Returning a gift without the receipt, is that possible?
    The return page gives me an error when I choose a reason.`,
  'other-size': `
    Can I exchange these for a size bigger?
    The jacket is too small, I need an XL instead of the L.
    Could I swap the blue one for the grey one?
    These boots pinch my toes, I'd like half a size up.
    Love it, but it's huge on me. Can I get a small?
    I ordered the wrong size, my own fault. How does an exchange work?
    The double sheet is too narrow for our bed, we need the king.
    Same model, other color please.
    i picked medium, need large, can we swap
    It does not fit, sleeves are way too long. Do you have a shorter version?
    I don't want a refund, I want the same thing one size down.
    My daughter has grown out of it before the first wear. Next size please.
    The color looks different in daylight. May I have it in black?
    Can I trade the short handle version for the long one?
    The rug is too small for the room, I would like to change it for the next larger one.
    I should have ordered the wide fit.
    Please replace my size 42 with a 43.
    The gloves are too tight, could you send me the larger ones and I send these back?
    We need the tall one, the regular one hits my knees.
    My mistake, I clicked on red. Can I still have the green one?
    The pants are loose around the waist. A 32 would be right.
    How do I get the other shade? It's a lovely lamp otherwise.
    Do you offer a free exchange for size?
    The sleeping bag ends at my shoulders. I need the long one.
    I sent for S since I am usually S, but in your sizes I'm clearly M.
    Would it be possible to have the same shirt in a different color?
    Got a 10, want a 9.
    These run small. Please send a size up, I'll post the old pair back.
    Can't zip it over my sweater, so one number more, please.
    Right product, wrong size, entirely my doing.
    My feet swim in them.
    I'd rather have the cream one after all, it is still wrapped.
    It's for my brother and he is broader than I thought. Could we go up to 2XL?
    The pot holds too little for six people; can I switch to the bigger one of the series?
    Instead of my money back I'd take the same coat in navy.
    She wears kids' 12, I bought 10. Any chance to swap?
    Perfect hat, wrong head. Do you have it larger?
    I measured badly. The 160 blind should have been the 180.
    need bigger, these dont go over my heel
    Would you let me change the color? The pink is a bit much.`,
  'wrong-contents': `
    You sent me the wrong item, I ordered a kettle and got a teapot.
    There is a part missing from my package.
    I received someone else's order.
    Only one of the two lamps was in the box.
    I ordered black and you sent white.
    The set is incomplete, the lid is not there.
    My parcel contained a size S although I ordered L, it's on the confirmation.
    The box was empty!
    Two left shoes, no right one.
    The screws for the table weren't included.
    I paid for six glasses and there are five.
    Not what I ordered at all. This is a dog bed.
    The manual and the charging cable are missing.
    got a different model than the one on the invoice
    You forgot to put the pillowcases in.
    The packing slip lists four things but there were three in the carton.
    Wrong color sent, please send the right one.
    I opened the bag and the tent pegs aren't in it.
    What came is the old version, what I bought is the new version.
    I never ordered this. Where is the thing that I did order?
    Half of the order is in the box, the rest is not and there's no second parcel on its way.
    One boot is a 9, the other one is a 7.
    The free gift that was promised was not in the parcel.
    I think two orders were mixed up in your warehouse, there's another lady's name on the slip.
    It came without the battery which should be part of it.
    We counted twice: ten ordered, eight delivered.
    Label on the box says grey, the thing inside is brown.
    Please send me the missing shelf so I can finish building it.
    You shipped a single sheet instead of a double. I did order a double, I have checked.
    Where is the strap? It is in the picture and in the list of contents.
    I asked for the left-handed one and this is not it.
    A can opener! I bought a coffee maker. Was it the day of the intern?
    The product is fine, but there should have been two of them.
    Instead of the travel mug, there was a packet of socks.
    everything there except the thing i actually needed
    I unpacked everything and laid it out. No lamp shade anywhere.
    You delivered the plates, the bowls never made it into the box.
    It says 3 of 3 on the carton, but number 2 holds nothing but paper.
    I have someone's rug and they presumably have mine.
    Short delivery: 2 units not received out of 12.`,
  'arrived-broken': `
    It arrived broken.
    The mug was shattered when I opened the box.
    My new lamp came with a crack in the base.
    The tent has a big tear in it, straight out of the package.
    There's a huge dent in the kettle, delivered this morning.
    I unpacked it and it won't turn on. Brand new!
    The bottle leaked all over the box.
    The glass is in a thousand pieces. Photos attached.
    The carton was crushed and so is what's inside.
    One leg of the table is snapped, I noticed it while unpacking.
    Delivered today, scratched all over.
    The zipper was already broken when it came out of the bag.
    Packaging was soaked and the linen smells of mold.
    screen dead on arrival
    The seam of the backpack is open, never used it.
    The handle fell off the moment I lifted it out of the box.
    Your courier must have dropped it from a plane. Everything inside is in bits.
    There is a hole in the new rug.
    The pan is warped, it rocks on the stove, and this is the first time I've taken it out.
    The plate set has two chipped ones.
    Stained sheets from a sealed pack, please send clean ones.
    It was supposed to be new, but it is all scuffed and the corner is bent.
    I want a replacement, mine came defective.
    The blade is bent, straight out of the wrapping.
    Something rattles inside and it does not heat, I got it an hour ago.
    The jar had burst and there is oil on everything else in the parcel.
    The lid won't close because the rim is bent. It arrived like that.
    my package looks like someone jumped on it, and the thing inside too
    I opened the box and cut my finger on the broken glass.
    New boots, and the sole of one is coming off before I've taken a step.
    The chair arrived with a crooked leg, it wobbles.
    The lantern doesn't light. New batteries, first try, nothing.
    The mirror has a crack from corner to corner. The outer box had a hole too.
    It's the right one, and all parts are there, but one of them is split.
    I'd send it back for the money, since it was damaged when I got it.
    The second replacement is broken too.
    Unwrapped my present: torn sleeve. Not a great birthday.
    Frame twisted, fabric ripped, box fine. So it left you like that.
    The paint is chipped in five places and it only came today.
    When the driver handed it over, it was dripping.`,
  'broke-in-use': `
    It worked fine for a year and now it does not turn on any more.
    The zipper broke after four months of normal use.
    Is this covered by the warranty?
    My tent leaks at the seams after two seasons.
    The battery no longer holds a charge, I bought it last winter.
    I've had the backpack for three years and the strap has torn off.
    The handle of my pan came loose after a few months.
    I want to make a warranty claim.
    The soles of my boots are peeling off, I have worn them since spring.
    Can you repair it or send me a spare part?
    It stopped working last week, I got it in March.
    The coating is flaking off after half a year.
    My headlamp flickers and then dies. Used it maybe twenty times.
    The jacket isn't waterproof any longer.
    The pole snapped on our third camping trip.
    motor burnt out after 8 months
    The elastic has gone and I've washed it only as you say on the label.
    Lifetime guarantee, you say? Well, the lid has cracked after ten years.
    The kettle used to boil in three minutes, now it takes ten and makes a noise.
    The stitching came undone while hiking. It's a year and a half old.
    How do I get something repaired under guarantee?
    The hinge gave out. Nobody abused it, it's from last Christmas.
    Down is coming out of the seams more each night, after one summer.
    The switch is stuck since yesterday. I've used it every day since I bought it in June.
    Rust on a stainless pan after six months!
    It lasted exactly fourteen months. Do I get a new one?
    Valve won't seal anymore, mattress is flat by midnight. Two years old.
    The buckle broke on the trail last weekend, had the pack since 2022.
    Wore them through one winter and the lining is in shreds.
    After the tenth wash the fabric has thinned so much that you can see through it.
    I know that returns are only for 30 days, but it failed in month seven.
    I loved this grinder until it began to smoke last Sunday.
    The lamp goes off by itself now. It was perfect until recently.
    Fades, frays and falls apart, and it isn't even two years old.
    The spring in the lid has lost its force.
    Not a shipping thing, it got this way slowly over the months.
    It drips from the bottom every morning now. Last year it didn't.
    The timer quit on us in the middle of the season.
    Can I buy or get the part that broke? The rest is still fine after three years.
    The heel has worn through in ten weeks, that can't be normal.`,
};
