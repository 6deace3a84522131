<?php
// PHP's own server behind HTTPS, with OpenCart for every address that is no file.
$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH));
$file = $_SERVER['DOCUMENT_ROOT'] . $path;
$is_script = str_ends_with($path, '.php') && is_file($file);
if (is_file($file) && !$is_script) return false;
$script = $is_script ? $path : (str_starts_with($path, '/admin') ? '/admin/index.php' : '/index.php');
if (!$is_script && $script === '/index.php' && $path !== '/') $_GET['_route_'] = ltrim($path, '/');
$_SERVER['HTTPS'] = 'on';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = $_SERVER['DOCUMENT_ROOT'] . $script;
chdir(dirname($_SERVER['SCRIPT_FILENAME']));
require $_SERVER['SCRIPT_FILENAME'];
