/** As in utterances-parcels.ts. */
export const moneyUtterances = {
  'refund-due': `
    Where is my refund? I sent the item back three weeks ago.
    You received my return on the 3rd and I still don't have my money.
    My refund is less than what I paid. Why?
    You promised me a partial refund and nothing has happened.
    I cancelled my order last month and the money has not come back to my account.
    How long does a refund take?
    The tracking shows my return was delivered to your warehouse last week. When will I be credited?
    The refund went to a card that has since been closed. What now?
    Still waiting for my money back.
    You deducted the label although I'm a member, so I'm short seven dollars.
    Was told five business days. It has been twelve.
    I got store credit but I wanted it on my card.
    Only one of the two items I returned has been refunded.
    email says refunded, bank says no
    Your agent agreed to give me 20 dollars back for the late delivery. I have not seen them.
    You have the goods and you have the money. I have neither.
    Could you check the status of my refund please?
    The parcel was lost and you said that you would reimburse me. That was a month ago.
    I paid half with a gift card and only the card half came back.
    I was refunded the wrong amount.
    My statement shows no credit from you.
    When am I getting paid back?
    I returned the boots in May. It's July.
    If I don't see my 140 dollars this week I will dispute the charge with my bank.
    The claim was accepted and I chose the money over a replacement. So where is it?
    Please confirm that you've processed the return I dropped off on Monday.
    You refunded the cheaper item by mistake.
    The warehouse confirmed the receipt, after that nothing.
    Shipping costs were not refunded although the fault was yours.
    I've been patient, but my rent is due and you are sitting on my 300 dollars.
    It said "refund issued" nine days ago and my balance has not changed.
    Your colleague told me the difference would be paid out. It hasn't been.
    Sent everything back, got a thank-you mail, got no cash.
    Did my return get lost in your warehouse? There has been no word about the money.
    I'd like to know which account you paid it to.
    Is it normal that a reimbursement takes longer than the whole delivery did?
    The price adjustment that you approved is not on my card.
    one month n still no refund lol
    I don't need a label, it's back with you already. I need my cash.
    Zero dollars refunded for a jacket that cost 120?`,
  'payment-trouble': `
    My card was declined but there is enough money on it.
    I was charged twice for the same order.
    The checkout keeps giving me an error when I try to pay.
    My payment is pending for three days, did it go through?
    PayPal won't connect to your site.
    You took the money but I never got an order confirmation.
    Pay in 3 was refused, why?
    I can't complete my purchase, the button does nothing.
    There are two identical charges on my statement.
    Why was the wrong card charged?
    The bank's verification code never gets accepted on your payment page.
    Your shop charged me more than the total shown.
    I see a charge from you that I do not recognize.
    The page timed out after I clicked pay. Have I bought it or not?
    My card's zip code is rejected at checkout.
    payment failed 4 times, bank says its you
    An authorization of 80 dollars is still blocked on my account although the order did not go through.
    Your form does not accept my expiry date.
    How can I change the card for the next instalment?
    It says insufficient funds, which is nonsense.
    Can't pay, page goes white after I enter my card.
    I was billed again for an order that I'd paid last week.
    The second instalment was taken too early.
    Does a failed payment get released automatically?
    The order was cancelled by your system since my payment wasn't confirmed, yet the money has gone.
    Is it possible to pay by bank transfer? Neither of my cards works on your site.
    Debited twice, one confirmation.
    My bank blocked the transaction because you tried to charge it again and again.
    I want to buy, you don't want my money. Every method fails.
    It asks me to confirm in my banking app, I do, and then it says declined.
    You've put a hold on my account for more than the order.
    The currency conversion doubled the amount on my card.
    I haven't returned anything, I'm only asking why the amount was taken two times.
    Google Pay spins forever.
    Your website ate my money and gave me an empty cart.
    I tried my card, my wife's card and my mother's card. None is good enough for you.
    The discount went through, the payment afterwards didn't.
    My prepaid card is refused though it's loaded.
    Can I settle the open instalment by hand?
    Both charges have now been booked, they aren't pending any more.`,
  paper: `
    Please send me the invoice for my order.
    I need a receipt for my tax return.
    Can you put our VAT number on the invoice?
    My employer needs proof of purchase to reimburse me.
    The company name on the bill is wrong.
    Where can I download the invoice?
    I lost the receipt, could you send a copy?
    Our accountant says the confirmation email is not enough.
    The invoice never arrived by email.
    Could the bill be made out to my firm instead of me?
    I need it as PDF with your tax id.
    For insurance I need a document showing what I paid for the tent.
    need invoice asap for expenses
    Please issue a corrected invoice, the address is our old one.
    Customs wants the commercial invoice.
    We are tax exempt. How do I get that onto the bill?
    One invoice for both orders please, bookkeeping insists.
    The auditor is asking for paperwork about last year's purchases.
    I can see the charge but I need something official that says what it was for.
    Can you send it on paper? I don't use email much.
    The amount on my invoice does not show the tax separately.
    Finance won't approve the expense without a proper document.
    The receipt in the box has faded and cannot be read.
    Please add our purchase order number to the invoice.
    Could you resend the bill from March?
    It's for a grant, they want an itemized list with prices.
    My club pays for it, so the treasurer needs the slip.
    Is the packing slip a valid invoice?
    I bought it privately but it's for my business, can I still have a business invoice?
    Where do I enter the tax number?
    I'm not disputing the payment. I just need it in writing for the books.
    Please send all invoices from this year to my new bookkeeper.
    For the warranty my mother wants the sales slip kept, and we can't find it.
    You spelled our company with one L, the tax office won't take that.
    I only see the amount on my card, no document at all.
    Do you issue VAT receipts for customers abroad?
    Invoice for the office chairs, please, cost center 300.
    The link to the invoice in your mail is dead.
    Credit note for the returned pan needed for our accounts.
    Something on letterhead saying I paid, that's all my landlord wants.`,
  access: `
    I can't log in to my account.
    I forgot my password and the reset email doesn't come.
    My account is locked.
    I don't get the verification code by text.
    How do I change the email address of my account?
    Please delete my account and all my data.
    It says my password is wrong but I am sure it's right.
    I have a new phone number and can't receive the code.
    Someone hacked my account.
    The reset link has expired before I could click it.
    I have two accounts, can you merge them?
    cant sign in, says user unknown
    It throws me out every time I try to log in.
    Your site says that my email is already registered, but I never registered.
    I no longer have access to the email I signed up with.
    I want to close my profile.
    Too many attempts, and now I have to wait. For how long?
    The app keeps logging me out.
    Two-factor is tied to a phone I lost.
    I see a stranger's name when I sign in.
    Please unlock me.
    How can I log in with my old username?
    I ordered as a guest and would like to see the order in my account, but it won't let me in.
    The captcha never ends.
    I want to start a return but the page doesn't let me past the sign-in.
    There was a login from another country this morning, please block it.
    The confirmation mail for my new account never arrives.
    My wife's email is in my profile and I can't change it.
    I set a new password and it still wants the old one.
    Don't tell me to look it up in my account, I can't get into it.
    Remove my birthday and phone from your records.
    My employer closed the mailbox I used for your shop. How do I get my login moved?
    I'm stuck at "enter the six digits".
    Change of name after marriage, how do I update my profile?
    It recognizes my mail but then says no such customer.
    The reset page just loops.
    I get codes all night long, someone is trying to get in.
    My old orders are gone since I seem to be in a new, empty account.
    Please turn off the code by text, I have no cell reception here.
    The person who had the login has left our company.`,
  discount: `
    My discount code does not work.
    The gift card shows a balance of zero but I haven't used it.
    My points are missing.
    Why don't I get the member price?
    The code in your newsletter is invalid.
    I forgot to enter my promo code, can you apply it now?
    Can I combine two vouchers?
    How do I check what is left on my gift card?
    I joined the club but the discount is not taken off.
    When do my points expire?
    I want to end my membership before it renews.
    My birthday coupon hasn't come.
    Do you have a student discount?
    It says minimum order not reached, but I'm over it.
    i cant redeem my voucher
    The promo says 20 percent, I only got 10.
    The gift card that I bought for a friend never arrived in her mail.
    I referred a friend and didn't get the bonus.
    Is there a discount for large orders?
    My order last week earned no points.
    Why are sale items excluded from the coupon?
    I bought it yesterday and today it's 30 percent off. Can I have the difference?
    The number on the gift card can't be read, I scratched too hard.
    Your welcome offer was declined at checkout.
    How do I become a member and what does it cost?
    Can I pay with two gift cards and points?
    The apology voucher you sent me has expired.
    My membership fee was taken but I'm still shown as a normal customer.
    The code worked on my phone but not on the computer.
    Someone has spent my gift card.
    Early access was promised to members, and everything was sold out at nine.
    Black Friday price isn't showing in my basket.
    Where do I type in the coupon?
    Do points count on outlet items?
    The store says my certificate was already used. It wasn't.
    No money off although I typed it in exactly as in the ad.
    I have been a customer for years, is there a reward for that?
    Free shipping for members was not applied.
    The card is refused, I mean the gift one, not my bank one.
    Is the offer for one per person or one per household?`,
};
