// include ./choose-cards.js
// include ./question.js
return chooseCards($json.items, [], questionOf());
