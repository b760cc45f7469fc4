//! What is learnt never sees the weeks that it is judged by.

use pannier_recommend::{
    Ask, BasketLine, History, HistoryBuilder, Model, Task, Work, choose, prove,
};

use crate::made_up::{Random, built, catalogue, planted};

/// The same history up to four weeks before its end; after that, other people buy other things.
fn with_another_end(history: &History) -> (History, usize) {
    let catalogue = catalogue(40);
    let cut = history.last_day().unwrap().plus_days(-27);
    let mut random = Random(99);
    let mut builder = HistoryBuilder::default();
    let mut kept = 0;
    for basket in 0..history.len() {
        let day = history.day(basket).unwrap();
        let line = |product| BasketLine {
            product,
            quantity: 1,
            unit_price: Some(1_000),
        };
        if day < cut {
            kept += 1;
            let lines = history
                .products(basket)
                .iter()
                .map(|product| line(*product));
            builder.push(day, history.customer(basket), lines);
        } else {
            let lines: Vec<BasketLine> = (0..6).map(|_| line(random.below(40))).collect();
            builder.push(day, Some(random.below(900)), lines);
        }
    }
    (builder.finish(&catalogue), kept)
}

#[test]
fn learning_and_choosing_never_see_the_weeks_to_foretell() {
    let (catalogue, history) = (catalogue(40), planted(11));
    let (other, kept) = with_another_end(&history);
    assert!(kept > 500 && other.len() > kept && other != history);
    let work = Work::default();
    let cut = history.last_day().unwrap().plus_days(-27);
    let learnt = [&history, &other].map(|history| {
        let past = history.before(cut);
        assert_eq!(past.len(), kept);
        let choice = choose(past, &catalogue, &work).unwrap();
        let model = Model::learn(past, &catalogue, &choice.settings, &work).unwrap();
        assert_eq!(model.as_of(), choice.until);
        (choice, model)
    });
    assert_eq!(learnt[0], learnt[1], "bit for bit");
    // The proof says so of itself, and is of the other weeks all the same.
    let proofs =
        [&history, &other].map(|history| prove(history, &catalogue, &work).unwrap().unwrap());
    assert_eq!(proofs[0].0, proofs[1].0, "what was chosen");
    for (_, proof) in &proofs {
        assert_eq!((proof.from, proof.learnt_from), (cut, kept));
    }
    assert_ne!(proofs[0].1.of(Task::Cart), proofs[1].1.of(Task::Cart));
    // What recommends in the end has seen everything.
    let built = [&history, &other].map(|history| built(&catalogue, history));
    assert_eq!(
        built[0].as_of(),
        Some(history.last_day().unwrap().plus_days(1))
    );
    assert_ne!(built[0].together(5, 6), built[1].together(5, 6));
}

#[test]
fn choosing_looks_at_its_last_weeks_alone_and_learns_from_those_before() {
    let (catalogue, history) = (catalogue(40), planted(12));
    let choice = choose(history.all(), &catalogue, &Work::default()).unwrap();
    let (from, until) = (choice.from.unwrap(), choice.until.unwrap());
    assert_eq!(until, history.last_day().unwrap().plus_days(1));
    assert_eq!(from, until.plus_days(-42));
    let cart = choice
        .reached
        .iter()
        .find(|reached| reached.task == Task::Cart)
        .unwrap();
    assert!(cart.cases >= 40 && cart.ndcg > 0.0);
    // Whoever first came in those weeks was no one's neighbour before.
    let model = Model::learn(
        history.before(from),
        &catalogue,
        &choice.settings,
        &Work::default(),
    );
    let newcomer = model.unwrap().foretell(Ask::Newcomer, 10);
    assert_eq!(newcomer.len(), 10);
}
