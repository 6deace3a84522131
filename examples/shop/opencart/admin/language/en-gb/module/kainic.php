<?php
$_['heading_title'] = 'Kainic';
