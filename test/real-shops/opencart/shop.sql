-- The shop of the tests: base currency EUR, prices with 20 % VAT (UK), two languages, specials, options, variants.
SET @@session.sql_mode='';
UPDATE oc_setting SET value='EUR' WHERE `key`='config_currency';
UPDATE oc_setting SET value='0' WHERE `key`='config_currency_auto';
UPDATE oc_setting SET value='1' WHERE `key` IN ('config_seo_url','config_tax','config_stock_display');
UPDATE oc_setting SET value='3' WHERE `key`='config_cookie_id';
UPDATE oc_setting SET value='0' WHERE `key`='config_checkout_id';
UPDATE oc_currency SET value=1.0 WHERE code='EUR';
UPDATE oc_currency SET value=1.1 WHERE code='USD';
UPDATE oc_currency SET value=0.85 WHERE code='GBP';
-- only VAT, no eco tax, and also a store without address shows VAT
DELETE FROM oc_tax_rule WHERE tax_rate_id=87;
-- a second language
INSERT INTO oc_language SET language_id=2, name='Francais', code='fr-fr', locale='fr-FR,fr', extension='', sort_order=2, status=1;
REPLACE INTO oc_product_description SELECT product_id, 2, CONCAT('FR ', name), description, tag, meta_title, meta_description, meta_keyword FROM oc_product_description WHERE language_id=1;
REPLACE INTO oc_category_description SELECT category_id, 2, CONCAT('FR ', name), description, meta_title, meta_description, meta_keyword FROM oc_category_description WHERE language_id=1;
REPLACE INTO oc_information_description SELECT information_id, 2, title, description, meta_title, meta_description, meta_keyword FROM oc_information_description WHERE language_id=1;
INSERT IGNORE INTO oc_order_status SELECT order_status_id, 2, name FROM oc_order_status WHERE language_id=1;
INSERT IGNORE INTO oc_stock_status SELECT stock_status_id, 2, name FROM oc_stock_status WHERE language_id=1;
INSERT IGNORE INTO oc_option_description SELECT option_id, 2, name FROM oc_option_description WHERE language_id=1;
INSERT IGNORE INTO oc_option_value_description SELECT option_value_id, 2, option_id, name FROM oc_option_value_description WHERE language_id=1;
INSERT IGNORE INTO oc_customer_group_description SELECT customer_group_id, 2, name, description FROM oc_customer_group_description WHERE language_id=1;
INSERT IGNORE INTO oc_length_class_description SELECT length_class_id, 2, title, unit FROM oc_length_class_description WHERE language_id=1;
INSERT IGNORE INTO oc_weight_class_description SELECT weight_class_id, 2, title, unit FROM oc_weight_class_description WHERE language_id=1;
INSERT INTO oc_seo_url (store_id, language_id, `key`, `value`, keyword, sort_order)
  SELECT store_id, 2, `key`, `value`, IF(`key`='language', keyword, CONCAT('fr-', keyword)), sort_order FROM oc_seo_url WHERE language_id=1 AND `key` IN ('product_id','path','manufacturer_id','information_id');
-- specials: MacBook 450 instead of 500 (fixed), Canon 10 % off, iPhone ended yesterday; a discount for one piece: MacBook Air 700
DELETE FROM oc_product_discount WHERE special=1;
INSERT INTO oc_product_discount (product_id, customer_group_id, quantity, priority, price, type, special, date_start, date_end) VALUES
 (43,1,1,1,450,'F',1,'0000-00-00','0000-00-00'),(44,1,1,1,700,'F',0,'0000-00-00','0000-00-00'),(30,1,1,1,10,'P',1,'0000-00-00','0000-00-00'),(40,1,1,1,50,'F',1,'2020-01-01',DATE_SUB(CURDATE(),INTERVAL 1 DAY));
-- not sold any more, and not yet
UPDATE oc_product SET status=0 WHERE product_id=46;
UPDATE oc_product SET date_available=DATE_ADD(CURDATE(),INTERVAL 30 DAY) WHERE product_id=31;
-- a T-shirt with the option Size (11), and two variants of it as products of their own
INSERT INTO oc_product (product_id, master_id, model, variant, override, quantity, stock_status_id, image, manufacturer_id, shipping, price, tax_class_id, date_available, subtract, minimum, status, date_added, date_modified) VALUES
 (60,0,'TSHIRT','','',100,6,'catalog/demo/htc_touch_hd_2.jpg',0,1,20,9,'2020-01-01',1,1,1,NOW(),NOW());
INSERT INTO oc_product_option (product_option_id, product_id, option_id, `value`, required) VALUES (300,60,11,'',1);
INSERT INTO oc_product_option_value (product_option_value_id, product_option_id, product_id, option_id, option_value_id, quantity, subtract, price, price_prefix, points, points_prefix, weight, weight_prefix) VALUES
 (301,300,60,11,46,10,1,0,'+',0,'+',0,'+'),(302,300,60,11,47,0,1,2,'+',0,'+',0,'+'),(303,300,60,11,48,30,1,5,'+',0,'+',0,'+');
INSERT INTO oc_product (product_id, master_id, model, variant, override, quantity, stock_status_id, image, manufacturer_id, shipping, price, tax_class_id, date_available, subtract, minimum, status, date_added, date_modified) VALUES
 (61,60,'TSHIRT-L','{"300":"303"}','{"variant":{"300":1}}',30,6,'catalog/demo/htc_touch_hd_3.jpg',0,1,20,9,'2020-01-01',1,1,1,NOW(),NOW());
INSERT INTO oc_product_description (product_id, language_id, name, description, tag, meta_title, meta_description, meta_keyword) VALUES
 (60,1,'T-Shirt &quot;Bär &amp; Co&quot;','A shirt','','T-Shirt','',''),(60,2,'FR T-Shirt &quot;Bär &amp; Co&quot;','A shirt','','T-Shirt','',''),
 (61,1,'T-Shirt &quot;Bär &amp; Co&quot; Large','A shirt','','T-Shirt L','',''),(61,2,'FR T-Shirt &quot;Bär &amp; Co&quot; Large','A shirt','','T-Shirt L','','');
INSERT INTO oc_product_to_store VALUES (60,0),(61,0);
INSERT INTO oc_product_to_category VALUES (60,20),(61,20);
ALTER TABLE oc_order AUTO_INCREMENT=1001;
