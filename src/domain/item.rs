//! A record of whatever noun: what files of every noun, and the door on their way, are made of.

use super::call_list::{Attempt, CallList, ListMember};
use super::customer::Customer;
use super::deal::Deal;
use super::do_not_contact::DoNotContact;
use super::follow_up::FollowUp;
use super::interaction::Interaction;
use super::noun::{Noun, RecordRef};
use super::order::{Order, Product};
use super::record::Record;
use super::settings::Settings;
use super::ticket::Ticket;
use super::user::{Team, User};
use super::view::View;
use serde::{Deserialize, Serialize};

/// Declares the sum of all nouns' records.
macro_rules! items {
    ($($noun:ident($record:ident),)*) => {
        /// A record of whatever noun. As JSON it is an object whose one name is the noun's: `{"deal": {…}}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Item {
            $(
                #[doc = concat!("See [`", stringify!($record), "`].")]
                $noun(Box<$record>),
            )*
        }

        impl Item {
            /// It, by noun and number.
            pub fn reference(&self) -> RecordRef {
                match self {
                    $(Self::$noun(record) => record.reference(),)*
                }
            }

            /// An empty one of a noun: all its fields, as nothing is said of them.
            pub fn empty(noun: Noun) -> Self {
                match noun {
                    $(Noun::$noun => Self::$noun(Box::default()),)*
                }
            }
        }

        $(
            impl From<$record> for Item {
                fn from(record: $record) -> Self {
                    Self::$noun(Box::new(record))
                }
            }
        )*
    };
}

items! {
    Customer(Customer),
    Interaction(Interaction),
    FollowUp(FollowUp),
    Deal(Deal),
    Ticket(Ticket),
    Order(Order),
    Product(Product),
    DoNotContact(DoNotContact),
    List(CallList),
    Member(ListMember),
    Attempt(Attempt),
    User(User),
    Team(Team),
    View(View),
    Settings(Settings),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_named_by_its_noun() {
        for noun in Noun::ALL {
            let empty = Item::empty(*noun);
            let json = serde_json::to_value(&empty).unwrap();
            assert_eq!(json.as_object().unwrap().keys().collect::<Vec<_>>(), [noun.slug()]);
            assert_eq!(empty.reference().noun, *noun);
        }
    }
}
