//! What to write instead of a key that nobody knows. Looks at names alone, never at values.

use crate::limits::SUGGESTION_DISTANCE_MAX;

/// What to write instead of an unknown key.
pub(crate) fn suggestion(key: &str, known: &[&str], section: &str) -> String {
    let nearest = known
        .iter()
        .map(|candidate| (distance(key, candidate), candidate))
        .filter(|(distance, _)| *distance <= SUGGESTION_DISTANCE_MAX)
        .min();
    if let Some((_, candidate)) = nearest {
        return format!("did you mean {candidate}?");
    }
    let place = match section {
        "" => "the config".to_owned(),
        section => format!("[{section}]"),
    };
    format!("{place} knows: {}", known.join(", "))
}

/// Letters to change, add or take away to make one word the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut corner = at;
        let mut left = at.saturating_add(1);
        let mut next = vec![left];
        for (candidate, above) in other.iter().zip(row.iter().skip(1)) {
            let change = corner.saturating_add(usize::from(letter != *candidate));
            left = change
                .min(above.saturating_add(1))
                .min(left.saturating_add(1));
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_letter_too_few_is_one_away() {
        assert_eq!(distance("lisen", "listen"), 1);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn a_far_key_gets_the_list_instead_of_a_guess() {
        assert_eq!(
            suggestion("colour", &["listen", "url"], "web"),
            "[web] knows: listen, url"
        );
    }

    proptest! {
        #[test]
        fn distance_is_symmetric_and_zero_only_for_the_same(one in "[a-d]{0,8}", other in "[a-d]{0,8}") {
            prop_assert_eq!(distance(&one, &other), distance(&other, &one));
            prop_assert_eq!(distance(&one, &other) == 0, one == other);
        }
    }
}
