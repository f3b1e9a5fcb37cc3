/** As in utterances-parcels.ts, but indirect: stories, sarcasm, and the words of one matter in a message about another. */
export const trickyUtterances = {
  whereabouts: `
    I was ready to ask for a refund, but first tell me whether the box is lost or just late.
    My neighbor ordered a day after me and is already using hers. What about mine?
    Congratulations on inventing the slowest van in the country. Seven days for forty miles.
    I am not asking to change the date, I only want to hear where the thing is today.
    The return of the king took less time than my kettle. Any sign of life?
    I don't need another one sent, I need the first one found.
    My statement says you were paid on the 2nd, my hallway says nothing has come since.
    We leave on Saturday and the bags for the trip are still somewhere between you and us. Will we have them by then?
    Somebody got my parcel, according to you. It wasn't me. Who was it?
    Three mails saying it's nearly there, and then nothing for a week.
    i waited the whole afternoon behind the curtain like a spy, no van
    The warehouse says shipped, the carrier says not received. Between the two of you, please find it.
    My mother keeps asking me when her present is coming and I am running out of stories.
    I gave up looking at the map, the dot has been in the same field for four days.
    Before I open a dispute, please check if it was ever handed to the carrier.
    I signed up for express and got the scenic route. Date, please?`,
  'stop-order': `
    The address was wrong anyway, so instead of correcting it please just don't ship it.
    I asked where it was and you said not before next month, so that's that, we don't need it any more.
    My card was charged correctly, I'm not complaining, I merely want to get out of the purchase before you wrap it.
    If it's still in the building, please let it stay there.
    We've decided against the whole project, so the forty chairs will not be needed. Please confirm nothing will leave.
    It turns out that the landlord is leaving us his stove. Ours can go to someone else.
    Guests aren't coming after all, so there's no sense in the extra bedding traveling here.
    You offered me a later date. I would rather have no date, thank you.
    I've been told by my doctor not to hike this year. Could the boots that I bought last night remain with you?
    My brother bought the identical gift. One of us had to give in and it's me, and luckily mine isn't packed yet.
    The discount was nice, but I did the sums and we have to skip this one.
    I know I can send it back later, but wouldn't it be smarter if it never set off?
    no more waiting, i bought it downtown. you can have yours
    Only the first of the two shipments please. The other one has become pointless.
    Not sure what got into me at midnight. Could you make the order from last night unhappen?
    Tell the warehouse to put it back on the shelf.
    The wedding is off. So is the dinner set, I hope.`,
  'delivery-details': `
    It's on its way and in good time, only it is going to the house we sold.
    Tracking works, thanks. But Thursday is impossible for us; what about Monday?
    Please do not cancel it, just send it to where I really live.
    The courier is a nice man but he cannot know that the bell is broken. Could you write it down for him?
    I've paid, all is well, but my name is missing from the company's mailbox, so please put the firm's name on it.
    There are two towns of that name and you've picked the other one.
    We'll be on the road when it comes. Is there a shop that could keep it for us?
    My roommate moved out and so will I on Friday; after that please use the new flat.
    Nothing's wrong with the order itself. I was in a hurry and typed gibberish in the second line.
    I live behind the school, drivers always miss it. They need to come in from Mill Road.
    I can't carry it up, my back is bad; somebody has to bring it inside.
    The table is for my mother's house, not for ours, though we pay.
    If it comes before noon it'll sit in the rain. Could they make it the afternoon?
    The box is at the depot. They say that only you can tell them to take it to another place.
    Could the two parcels come on the same day? I only get time off once.
    My order says 18 where it should say 81.`,
  'goods-question': `
    My last pan warped within a year. Does yours stay flat?
    I don't want to return anything, I just wonder how to get the cover off for washing.
    I broke two glasses of another brand last week. Are yours tempered?
    Is the member edition any different or just another print?
    I'd buy it right now if somebody told me whether it fits under a bed.
    The tag says medium, the page says one size. Which is it?
    Friend of mine has it in red. Was that ever a regular color?
    So what does "nearly waterproof" mean in your world?
    If I bought it today, would it already be the new model?
    My son is allergic to nickel. Is there any in the buckle?
    Nothing wrong with it, I can't work out which button does what.
    I am choosing between your cheapest and your dearest. What do I get for the extra hundred?
    We have no electricity in the hut. Can it be charged from a solar panel?
    Between a 9 and a 10 with thick socks, what would you suggest? I haven't bought them yet.
    Would my grandmother manage to open it?
    Can the 30 cm lid be bought alone, and does it fit pans of other makes?
    How many of them can I stack?`,
  'send-back': `
    I asked you to stop it, it came all the same. What do I do with it?
    It isn't damaged and it isn't the wrong one, I just don't want it in my house.
    The exchange would be pointless since no size will fix that shape. I'd rather have my money.
    My husband likes it, I do not, and I'm the one who paid. How do we part with it?
    I am a member, so the label should be free. Where is it?
    We have moved since, so the pick-up of the unopened boxes has to be at the new place.
    The man in the chat said it's possible within a month. It has been three weeks. What's the next step?
    Thanks for the voucher, but it doesn't make the thing any prettier. It can come home to you.
    Your bot keeps offering me another size. I don't want another size, I want it out of here.
    Somebody in your photo studio is a genius. The real thing is a sad grey rag, and I'd like to un-buy it.
    I only need to know which form goes in the box that I'm mailing you.
    The store promised thirty days without questions. Here I am on day 26 without questions.
    It has never been on a trail and never will be. Take it, please.
    Dad passed away before he could open it. The parcel is as it came. Can you have it collected?
    Five of the eight chairs are surplus, all still wrapped. Can they go back?
    My cat is afraid of it. Seriously. How can I give it back?`,
  'other-size': `
    Everything about it is right apart from the length.
    First I asked for my money, now I'd rather have the next size.
    I won't send it back for cash, I want to be able to close it over my belly.
    It came as ordered, only I ordered for the man that I was ten years ago.
    No, it is not broken and no, it isn't the wrong one, I simply picked cream where I wanted white.
    My daughter's feet have been faster than your courier.
    It looks like a dress on me. Anything shorter in the same pattern?
    Can you keep the small and let me have whatever comes after it?
    I'd like to return the 8 and have the 9 instead, nothing else.
    Same chair, just not in that yellow.
    I could fit a second person in there.
    It's a present from my aunt and she thinks that I'm still a child. Two sizes up should do.
    Between us, I lied about my waist. 36 please.
    The pot is beautiful and a joke for a family of seven, the next one up please.
    The blanket ends where my knees begin. You have a longer one, haven't you?
    Wine red was a mistake with our curtains. Could it be the sand one?`,
  'wrong-contents': `
    I would love to exchange it, but I can't exchange what I have never ordered.
    The box arrived in perfect shape. What was in it was somebody else's Christmas.
    You call it a set of four. I can count to three.
    I wanted to pitch it tonight, but a tent without poles is a blanket.
    The invoice has it, the slip has it, the carton doesn't have it.
    My confirmation says blue. My eyes say brown.
    I am holding a lid. I paid for a pot with a lid.
    Nothing is broken, but one of the bowls must have stayed with you.
    Kind of you to send a second manual. I would've preferred the machine.
    Don't refund me, just post me the piece that should've been there.
    The rest of what I bought isn't late, the carrier shows a single parcel and it is here.
    Nice knife. I'd ordered a grinder.
    You packed for a family of three; we're four and paid for four.
    The right shoe is a 42 and the left one is a 40, so I walk in circles.
    It's the predecessor of what's shown on the order, and the plug is for another country.
    One sock.
    Where others find a free sample I found a hole: no strap, no bag, no screws.`,
  'arrived-broken': `
    I'd like to return it and get a label, since it leaks from the first minute.
    The tracking said "delivered safely". The vase disagrees.
    It's the correct one, complete, and cracked.
    I lifted the lid and the hinge stayed behind. This was minute one.
    When I shook the parcel it sounded like a bag of coins. It was a teapot once.
    It should be round. It's oval now, as is the carton.
    My son opened his present and it was in two parts which should have been one.
    The delivery was late, but that's not why I write: the glass is gone.
    I was going to exchange it for another color, then I saw the rip along the side. Fresh from the bag!
    You replaced it once already, and the new one has the same crack.
    Is it meant to have a dent, or is that the courier's signature?
    Plugged it in for the first time: a smell, a pop, and then darkness.
    Every one of the bottles is open and the box is a swamp.
    Not a warranty matter, I guess, since I've owned it for ten minutes. The strap is torn.
    The parcel looked as if it had lost a fight.
    Two of them have a bite out of the rim.`,
  'broke-in-use': `
    I'd like to send it back, but I know that the month is long over. It has simply come apart.
    It wasn't dropped, it wasn't washed, it just said goodbye after one winter.
    Bought it with the house, so two years, and now the light only works when I hit it.
    My boots have begun to talk: the front is open.
    For eighteen months I had nothing but praise. Since Sunday it only hums.
    It arrived in perfect order last spring, I want to be fair. The crack came in autumn.
    I don't want a refund, I want what I had before the spring gave up.
    The tent kept us dry for three summers. This time we woke up in a pond.
    It boils, but it doesn't stop boiling. It did stop, until last month.
    What's the procedure when something that you call unbreakable turns out not to be?
    I patched it twice, now it's beyond me. It is not even three years old.
    There is dust where the foam used to be.
    I read that five years are promised on these. Mine made it to three.
    The thing charges all night and is empty by breakfast. In the beginning it lasted a week.
    I follow the care label to the letter, yet the lining comes off in strips now.
    A screw works loose every week, and last night the whole arm came down. We've had it since January.`,
  'refund-due': `
    I don't need to know how to return it. You've had it since the 4th. I need to know when you will pay.
    You cancelled it for me, thank you. What about the 90 dollars?
    It was broken, you apologised, you said money or a new one, I said money. That was in May.
    My account went down by 200 the day I bought it and has never come up again, though the thing is back on your shelf.
    The parcel got lost, and you agreed that I shouldn't pay for it. But I still have.
    Your mail is full of good news, my bank is not.
    I have neither tent nor cash. How long does that go on?
    Nice of you to credit me for the mug. I sent back the lamp.
    The label says that you received it, the calendar says three weeks, my purse says nothing.
    I have been promised this sum by three different people now.
    Is "a few days" a fixed unit with you? It's been twenty.
    Am I paying you to keep my jacket in your warehouse?
    My old card doesn't exist any more, so where did you send what you owe me?
    For weeks I've been living as if that 400 were coming tomorrow.
    I got a voucher, but I hadn't paid with a voucher.
    The warranty desk agreed to pay out the price as it cannot be repaired. Since then radio silence.`,
  'payment-trouble': `
    I don't want to return anything or cancel anything, I want you to take my money, once.
    The coupon worked, the address worked, and then the last step says no.
    My bank sees nothing, you see nothing, and my money is not there.
    Paid on the 3rd. Paid on the 4th. One tent.
    It took it from my work card although I had chosen my own.
    I'm standing in your shop with a full basket and nobody will let me pay.
    Since I moved, none of my cards is good enough for you.
    I press, it thinks, it says sorry. Seven times.
    You wrote that the order doesn't exist. My bank wrote that it cost 80 dollars.
    I only added faster shipping, and you booked the lot again.
    Do you know why the amount is still reserved, when I had to start again with another card?
    My account is fine, I can get in. What I cannot do is buy.
    The first third was taken twice, the rest not at all.
    Fraud alert from my bank because of you: nine attempts in a minute.
    The box for the number is too short for the number.
    I'm sure it's not the gift card, that part was accepted. It's the rest, from my debit card, that bounces.`,
  paper: `
    I can't get in to my account, but I don't need to if you mail me the bill.
    I was charged properly and I'm happy. My boss isn't until he sees a document.
    All I have is a line on my bank statement, and the tax man doesn't like lines.
    It's about the coat I returned: our books need something with a minus on it.
    Before I order: will there be our company number on the paper that comes with it?
    Nothing's the matter with the pans. It's the piece of paper that I miss.
    My insurance pays for the stolen tent if I show what it had cost.
    Our club won't pay me back without something signed or stamped by you.
    The name on it is mine but it should be the practice's.
    The mail went to an old colleague, he deleted it, could it go to me once more?
    How does one prove to customs that it was cheaper than they think?
    I know you sent it. My dog ate it, literally. One more copy please.
    I need two separate ones because one half is private.
    The inspector is here tomorrow and wants to see what we bought from you in writing.
    For the guarantee one has to keep a slip. There was none.`,
  access: `
    I'd check the tracking myself if your page let me past the first screen.
    How am I to see my points when it doesn't know who I am?
    You say that it's all in my profile. My profile and I are no longer on speaking terms.
    I want to buy, not be asked for a code that goes to a phone at the bottom of a lake.
    I'm not locked out of my house but out of your shop.
    The order is fine, I only can't see it because I'm in my sister's account and can't get back to mine.
    Nothing was delivered wrong. There's just a stranger's name where mine should be when I open the app.
    I've retired, and the old office mail retired with me. All your messages go there.
    Please forget me. All of it: name, birthday, everything.
    The link in the mail works for half an hour, the mail takes an hour.
    You can keep the newsletter, I want the whole thing closed for good.
    Something was put in my basket last night and it wasn't me.
    I proved that I am human, six times. It still won't open.
    I need the return form, but it is behind a password that isn't the one I wrote down.
    I confirmed, it thanked me, and then it asked me to confirm.`,
  discount: `
    My payment isn't the problem, the 15 percent that didn't come off is.
    Everyone in the club pays less than I do, though I pay for the club too.
    The card from my aunt says fifty, your checkout says nothing.
    I can log in without trouble, but what I had collected is gone.
    I don't want it refunded, I only want the price that was in the advert.
    Typed it in capitals, typed it in small letters, and the total doesn't care.
    It went on sale an hour after I'd bought it. Could you turn a blind eye?
    I'm a volunteer fire fighter, is there anything for us?
    Two cents below the minimum. Really?
    Does one get anything for twenty years of loyalty?
    The 29 dollars have been taken again, and I never go shopping. How do I get out of that?
    My wife's code came, mine didn't, and we both signed up.
    The present for my nephew is a number that doesn't work.
    Why is it that the cheap stuff never counts for your coupons?
    Your pop-up promises me ten percent whenever I breathe, and then the till won't have it.
    Who do I tell about the reward for bringing you my neighbor as a customer?`,
};
