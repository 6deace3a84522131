// include ./choose-cards.js
// include ./question.js
// The cards of the answer, or none if the box asks for more of them.
const { items } = $json;
const question = questionOf();
const cards = chooseCards(Array.isArray(items) ? items : [], [], question);
return cards.length < (question.limit ?? 1) ? [] : cards;
