//! The file of a till that no platform writes: nothing but its columns says what it is.

/// So many slips, each a sale of June 2026: 20, 30, 40, 50 or 60 in turn. The number of a slip
/// begins at `first`.
pub(crate) fn slips(first: u32, count: u32) -> String {
    let rows = (first..first + count).map(|number| {
        let (day, price) = (13 + number % 14, 20 + number % 5 * 10);
        let buyer = number % 9;
        format!("B-{number},{day}/06/2026,buyer{buyer}@example.com,Linen throw,1,{price}.00,A\n")
    });
    format!(
        "Slip,Rung up,Who,What,Pieces,Total,Till\n{}",
        rows.collect::<String>()
    )
}

/// An orders report of eBay, of which Pannier knows no more than its documentation.
pub(crate) fn ebay() -> String {
    let head = "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Item Number,\
Item Title,Quantity,Sold For,Shipping And Handling,Total Price,Sale Date";
    let rows = (1..=3).map(|n| {
        format!("{n},12-0915{n}-4011{n},lark{n},Anna Lark,lark{n}@members.ebay.com,33{n},Stoneware mug,1,$24.00,$6.00,$30.00,Jun-0{n}-26\n")
    });
    format!("{head}\n{}", rows.collect::<String>())
}
