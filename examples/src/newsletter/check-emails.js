/* global stopFor -- shared/failed-emails.js */

stopFor($input.all());
return [];
