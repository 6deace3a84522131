#!/bin/bash
# Builds, starts or stops a real OpenCart 4.1 with its demo products, and puts n8n behind HTTPS beside it.
#   SOURCES=… ROOT=… PORT=… N8N_PORT=… bash shop.sh build|start|stop
# SOURCES  a git directory that has the tag 4.1.0.4, or the folder `upload` of a release
# ROOT     the folder of the shop
# PORT     the shop. n8n has the next port, and at the one after that the proxy finds no n8n (502).
# Needs Debian's php-fpm php-cli php-mysql php-gd php-curl php-zip php-xml php-mbstring mariadb-server nginx openssl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${ROOT:?} run=$root/run web=$root/upload
sql() { mariadb --no-defaults -S "$run/db.sock" -u root "$@"; }
alive() { [ -s "$1" ] && kill -0 "$(cat "$1")" 2>/dev/null; }
# As root, servers run as the users that Debian makes for them.
if [ "$(id -u)" = 0 ]; then db_user=mysql web_user=www-data; else db_user=$(id -un) web_user=$(id -un); fi

certificate() {
	[ -s "$run/cert.pem" ] || openssl req -x509 -newkey rsa:2048 -nodes -days 90 -keyout "$run/key.pem" -out "$run/cert.pem" \
		-subj /CN=kainic-test -addext subjectAltName=IP:127.0.0.1 2>/dev/null
}

database() {
	if [ ! -d "$run/db" ]; then
		mkdir "$run/db"; chown "$db_user" "$run/db"
		mariadb-install-db --no-defaults --user="$db_user" --datadir="$run/db" --auth-root-authentication-method=normal >"$run/db.log" 2>&1
	fi
	alive "$run/db/db.pid" && return
	chown "$db_user" "$run"
	mariadbd --no-defaults --user="$db_user" --datadir="$run/db" --socket="$run/db.sock" --pid-file="$run/db/db.pid" \
		--skip-networking --innodb-buffer-pool-size=128M --innodb-flush-log-at-trx-commit=2 >>"$run/db.log" 2>&1 &
	for _ in $(seq 240); do sql -e 'select 1' >/dev/null 2>&1 && return; sleep 0.25; done
	tail -5 "$run/db.log" >&2; return 1
}

web() {
	cat >"$run/fpm.conf" <<-X
		[global]
		pid = $run/fpm.pid
		error_log = $run/fpm.log
		[shop]
		$([ "$(id -u)" = 0 ] && printf 'user = %s\nlisten.owner = %s\n' $web_user $web_user)
		listen = $run/fpm.sock
		pm = ondemand
		pm.max_children = 4
		php_admin_value[error_log] = $run/php.log
		php_admin_flag[log_errors] = on
		php_admin_value[curl.cainfo] = $run/cert.pem
		php_admin_value[mysqli.default_socket] = $run/db.sock
	X
	cat >"$run/nginx.conf" <<-X
		pid $run/nginx.pid; error_log $run/nginx.log; worker_processes 1; $([ "$(id -u)" = 0 ] && echo "user $web_user;")
		events { worker_connections 512; }
		http {
		  include /etc/nginx/mime.types; access_log $run/access.log; client_max_body_size 16m;
		  client_body_temp_path $run/tmp; proxy_temp_path $run/tmp; fastcgi_temp_path $run/tmp; uwsgi_temp_path $run/tmp; scgi_temp_path $run/tmp;
		  ssl_certificate $run/cert.pem; ssl_certificate_key $run/key.pem;
		  server {
		    listen 127.0.0.1:$PORT ssl; root $web; index index.php;
		    include $run/shop*.conf;
		    location / { try_files \$uri \$uri/ @oc; }
		    location @oc { rewrite ^/(.+)\$ /index.php?_route_=\$1 last; }
		    location /admin { try_files \$uri \$uri/ /admin/index.php?\$args; }
		    location ~ \.php\$ { include /etc/nginx/fastcgi_params; fastcgi_param SCRIPT_FILENAME \$document_root\$fastcgi_script_name; fastcgi_param HTTPS on; fastcgi_pass unix:$run/fpm.sock; }
		  }
		  server {
		    listen 127.0.0.1:$((PORT + 1)) ssl;
		    location / { proxy_pass http://127.0.0.1:$N8N_PORT; proxy_set_header Host \$host:\$server_port; proxy_set_header X-Forwarded-Proto https; proxy_read_timeout 300; }
		  }
		  server {
		    listen 127.0.0.1:$((PORT + 2)) ssl;
		    location / { proxy_pass http://127.0.0.1:9; }
		  }
		}
	X
	local fpm; fpm=$(compgen -c php-fpm | sort | tail -1)
	alive "$run/fpm.pid" || "$fpm" -y "$run/fpm.conf" -D
	if alive "$run/nginx.pid"; then kill -HUP "$(cat "$run/nginx.pid")"; else nginx -c "$run/nginx.conf" 2>>"$run/nginx.log"; fi
}

build() {
	mkdir -p "$web"
	if [ -d "$SOURCES/admin" ]; then cp -r "$SOURCES/." "$web"; else git --git-dir="$SOURCES" archive 4.1.0.4:upload | tar x -C "$web"; fi
	cd "$web"; cp config-dist.php config.php; cp config-dist.php admin/config.php
	sql -e "CREATE OR REPLACE DATABASE oc CHARACTER SET utf8mb4; CREATE OR REPLACE USER oc@localhost IDENTIFIED BY 'oc-pass'; GRANT ALL ON oc.* TO oc@localhost"
	php -d mysqli.default_socket="$run/db.sock" install/cli_install.php install --username admin --email owner@shop.example \
		--password admin123 --http_server "https://127.0.0.1:$PORT/" --language en-gb --db_driver mysqli --db_hostname localhost \
		--db_username oc --db_password oc-pass --db_database oc --db_port 3306 --db_prefix oc_
	mv install "$root/install.done.$$"
	sql oc <"$here/shop.sql"
	mkdir -p extension/kainic; cp -r "$here/extension/." extension/kainic/
	cp "$here/../../../examples/shop/kainic.js" .
	chown -R "$web_user" "$web"
}

mkdir -p "$run/tmp"; chmod 755 "$root" "$run"
case $1 in
	build) certificate; database; build; web ;;
	start) certificate; database; web ;;
	stop) for pid in nginx fpm db/db; do if alive "$run/$pid.pid"; then kill "$(cat "$run/$pid.pid")"; fi; done ;;
esac
