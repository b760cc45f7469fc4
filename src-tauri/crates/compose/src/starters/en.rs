//! English.

use super::{Said, Starter};

pub(super) static EN: Starter = Starter {
    hello: r#"Hello {{first_name or "there"}},"#,
    signed: "Everyone at {{shop}}",
    kinds: [
        Said {
            subject: r#"A reward for you: {{offer or "see inside"}}"#,
            preview: r#"Your code is in this mail. It is good until {{offer.day or "you use it"}}."#,
            title: "A reward for you",
            body: "You have ordered from us more than once, and we noticed. Here is something back, for whatever you need next.",
            heading: "Picked for you",
            button: "Use it in the shop",
        },
        Said {
            subject: r#"On your wishlist, and now {{offer or "on offer"}}"#,
            preview: r#"{{product or "What you noted"}} and more, until {{offer.day or "the offer ends"}}."#,
            title: "What you noted costs less now",
            body: r#"You put these on your wishlist. Until {{offer.day or "the offer ends"}} they are yours for less."#,
            heading: "From your wishlist",
            button: "See the offer",
        },
        Said {
            subject: r#"Free shipping from {{shipping.from or "a small amount"}}"#,
            preview: "Add what you still need, and we pay for the parcel.",
            title: "We pay for the parcel",
            body: r#"From {{shipping.from or "a certain amount"}} on, shipping is free for you. In case something is missing, these go well with what you have."#,
            heading: "Goes well with what you have",
            button: "Go to the shop",
        },
        Said {
            subject: r#"{{first_name or "Hello"}}, it has been a while"#,
            preview: r#"We kept something for you: {{offer or "have a look"}}."#,
            title: "It has been a while",
            body: "A lot has come in since you were last here. We picked what suits you, and kept a discount for you.",
            heading: "We thought of you",
            button: "See what is new",
        },
        Said {
            subject: r#"New, and close to {{last_bought or "what you like"}}"#,
            preview: "Just in, picked for you, and yours to see first.",
            title: "Just in, picked for you",
            body: "These came in lately, and they go with what you have from us. We wanted you to see them first.",
            heading: "New for you",
            button: "See all that is new",
        },
        Said {
            subject: r#"Thank you, {{first_name or "and we mean it"}}"#,
            preview: r#"A small thing in return, for you alone: {{offer or "see inside"}}."#,
            title: "Thank you",
            body: "A shop of our size lives from people who come back. You do, and you choose with care.\n\nWords alone seemed too little, so there is a code below. It is for you, and nobody else has it.",
            heading: "",
            button: "Choose something",
        },
        Said {
            subject: r#"You have {{points.balance or "0"}} points"#,
            preview: "What they are good for, and what comes next.",
            title: "Where your points stand",
            body: "Every order adds to your points. This is how many you have today, and what they are good for.",
            heading: "You could use them for",
            button: "Use my points",
        },
        Said {
            subject: r#"You left {{product or "something"}} in your cart"#,
            preview: "Your cart is as you left it, and one click away.",
            title: "Still in your cart",
            body: "Your cart is as you left it. If something held you up, answer this mail: one of us will read it.",
            heading: "Your cart",
            button: "Back to my cart",
        },
        Said {
            subject: "A gift card for you",
            preview: r#"{{offer or "A gift card"}}, to spend as you like."#,
            title: "Something for you",
            body: "This card is yours. Spend it on whatever you like.",
            heading: "",
            button: "Spend it in the shop",
        },
    ],
};
