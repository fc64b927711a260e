# Duplicates: customers that are there twice.
sign-same-phone = same phone
sign-similar-phone = similar phone
sign-other-phone = other phone
sign-same-email = same e-mail
sign-same-mailbox = same e-mail name
sign-other-email = other e-mail
sign-same-name = same name
sign-swapped-name = name in another order
sign-same-pinyin = same in pinyin
sign-sounds-alike = sounds alike
sign-similar-name = similar name
sign-short-name = short for the name
sign-part-of-name = part of the name
sign-other-surname = other surname
sign-other-given-name = only part of the name
sign-other-name = other name
sign-same-company = same company
sign-same-address = same address
sign-same-postcode = same postal code
sign-same-city = same city
sign-other-city = other city
sign-same-birthday = same birthday
sign-similar-birthday = similar birthday
sign-other-birthday = other birthday
sign-other-country = other country
sign-other-gender = other gender
sign-same-external-id = same external id
sign-other-external-id = other external id
sign-other-kind = person and organisation

duplicates-title = Duplicates
duplicates-apart-question = Enter: these are not the same
duplicates-undo-question = Enter: take the last change made here back
duplicates-looking = Looking through all customers
duplicates-merging = Merging
duplicates-empty = No customer is there twice, as far as can be told. r looks again.
duplicates-stays = stays: { $id }
duplicates-joins = joins it: { $id }
duplicates-place = { $at } of { $open }, found { $found }{"  "}
duplicates-score = score { $score }
duplicates-merged = Merged; u takes it back
duplicates-merged-all = { $count } pairs merged; u takes it back
duplicates-kept-apart = Not the same; u takes it back
duplicates-undone = Taken back
unmerge-none = Nobody is merged into this customer
unmerge-title = Merged into { $name }
unmerge-done = A customer of its own again; u takes it back
duplicates-none-certain = No pair is certain enough to be merged unseen
duplicates-like = Looks like { $id } { $name } ({ $why }); Ctrl-o opens it
duplicates-behind = Customer { $id } is open behind the form; Ctrl-d throws the form away

did-duplicates-keep-apart = said who is not the same: { $what }
did-duplicates-merge = merged duplicates: { $count } records, { $what }

why-looking-already = somebody is looking through all customers already
why-not-taken-over = `{ $field }` is no field that can be taken over

cli-score = score
cli-customer = customer
cli-and = and
cli-no-duplicates = No duplicates found.
cli-kept-apart = Noted that customer { $id } is somebody else.
cli-duplicates-question = { $count ->
    [one] Merge { $count } certain pair?
   *[other] Merge { $count } certain pairs?
}
cli-duplicates-preview = { $count ->
    [one] { $count } pair would be merged
   *[other] { $count } pairs would be merged
}
cli-duplicates-merged = { $changed } of { $matched } pairs merged; { $refused } could not
