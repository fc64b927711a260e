//! The order of the cards in a column of the board.

/// Where each card of a column stands, top first, once the one at `from` moved `steps` places down (up when negative;
/// it stops at the ends): the index it had, and its rank. Ranks belong to the places, so that only cards that moved
/// have another one; where two places shared a rank, what stands below makes room.
pub fn moved(ranks: &[i64], from: usize, steps: i8) -> Vec<(usize, i64)> {
    let mut cards: Vec<usize> = (0..ranks.len()).collect();
    if from < cards.len() {
        let card = cards.remove(from);
        let to = from.saturating_add_signed(steps.into()).min(cards.len());
        cards.insert(to, card);
    }
    let mut least = i64::MIN;
    let place = |(card, rank): (usize, &i64)| {
        let rank = least.max(*rank);
        least = rank.saturating_add(1);
        (card, rank)
    };
    cards.into_iter().zip(ranks).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_cards_change_places() {
        assert_eq!(moved(&[1, 4, 9], 2, -1), [(0, 1), (2, 4), (1, 9)]);
        assert_eq!(moved(&[1, 4, 9], 0, 1), [(1, 1), (0, 4), (2, 9)]);
    }

    #[test]
    fn cards_of_one_rank_are_told_apart() {
        assert_eq!(moved(&[0, 0, 0], 1, -1), [(1, 0), (0, 1), (2, 2)]);
    }

    proptest! {
        #[test]
        fn every_card_stays_and_only_one_is_out_of_order(
            mut ranks in proptest::collection::vec(-20_i64..20, 0..12), from in 0_usize..14, steps: i8,
        ) {
            ranks.sort_unstable();
            let after = moved(&ranks, from, steps);
            prop_assert!(after.windows(2).all(|pair| pair[0].1 < pair[1].1));
            let others: Vec<usize> = after.iter().map(|(card, _)| *card).filter(|card| *card != from).collect();
            let known: Vec<usize> = (0..ranks.len()).filter(|card| *card != from).collect();
            prop_assert_eq!(others, known);
        }
    }
}
