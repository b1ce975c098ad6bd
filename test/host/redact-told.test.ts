import {describe, expect, test} from 'vitest';
import {redact} from '../../source/redact/redact.js';
import {Tally} from '../../source/redact/tally.js';

const secret = 'Zq7hunterX';

/** Tables, statements, scripts and sentences in which only the place tells what is a secret. */
const hidden: readonly string[] = [
	'NAME     PASSWORD      AGE\nadmin    Zq7hunterX    3d\nbob      Zq7hunterX2   4d\n',
	'TOKEN        TTL   USAGES\nZq7hunterX   23h   signing\n',
	'| user  | password   |\n|-------|------------|\n| admin | Zq7hunterX |\n',
	'+-------+------------+\n| user  | Password   |\n+-------+------------+\n| admin | Zq7hunterX |\n+-------+------------+\n',
	' user  | password   \n-------+------------\n admin | Zq7hunterX\n(1 row)\n',
	'user,password,mail\nadmin,Zq7hunterX,a@example.org\n',
	'"user";"password"\n"admin";"Zq7hunterX"\n',
	'user\tpassword\nadmin\tZq7hunterX\n',
	'password,user\nZq7hunterX,admin\n',
	'Key            Value\n---            -----\npassword       Zq7hunterX\ntoken          Zq7hunterX\n',
	'expect "*assword:"\nsend "Zq7hunterX\\r"\n',
	'expect "assword:" { send -- "Zq7hunterX\\r" }\n',
	'expect {\n "*?assword:*" { send "Zq7hunterX\\r"; exp_continue }\n}\n',
	"SET PASSWORD FOR 'a'@'h' = 'Zq7hunterX';",
	"ALTER LOGIN sa WITH PASSWORD = N'Zq7hunterX'",
	"CREATE USER a IDENTIFIED BY VALUES 'Zq7hunterX'",
	"GRANT ALL ON *.* TO a IDENTIFIED VIA mysql_native_password USING 'Zq7hunterX'",
	"UPDATE users SET password = MD5('Zq7hunterX') WHERE id = 1",
	"INSERT INTO users (name, password, age) VALUES ('a', 'Zq7hunterX', 3), ('b', 'Zq7hunterX', 4)",
	"ATTACH DATABASE 'x' AS e KEY 'Zq7hunterX'",
	"PRAGMA key = 'Zq7hunterX'",
	"EXEC sp_addlogin 'a', 'Zq7hunterX'",
	'PASS Zq7hunterX',
	'<- +OK\n-> PASS Zq7hunterX\n',
	'C: PASS Zq7hunterX\nS: +OK',
	'ftp> user bob Zq7hunterX',
	'OPER bob Zq7hunterX',
	'/msg NickServ IDENTIFY Zq7hunterX',
	'HELLO 3 AUTH default Zq7hunterX',
	'sentinel auth-pass mymaster Zq7hunterX',
	'Password for admin: Zq7hunterX',
	'Your new password is: Zq7hunterX',
	'The generated password for root is Zq7hunterX',
	'A temporary password is generated for root@localhost: Zq7hunterX',
	'Default credentials: admin / Zq7hunterX',
	'Password (base64): Zq7hunterX',
	'username admin privilege 15 secret 5 Zq7hunterX',
	'enable secret Zq7hunterX',
	'snmp-server community Zq7hunterX RO',
	'wpa_passphrase ssid Zq7hunterX',
	'iwconfig wlan0 essid x key s:Zq7hunterX',
	'net user bob Zq7hunterX /add',
	String.raw`net use x: \\srv\s /user:bob Zq7hunterX`,
	'restic --password-command "echo Zq7hunterX"',
	'security add-generic-password -a a -w Zq7hunterX',
	'password | Zq7hunterX',
	'Password .......... Zq7hunterX',
	'password → Zq7hunterX',
	'password\n  Zq7hunterX\n',
	'- --password\n- Zq7hunterX\n',
	'run --password \\\n  Zq7hunterX\n',
];

describe('a secret that only its place tells', () => {
	test.each(hidden)('%j', text => {
		const tally = new Tally();
		const clean = redact(text, tally);
		expect(clean).not.toContain(secret);
		expect(redact(clean), 'idempotent').toBe(clean);
		expect(tally.total).toBeGreaterThan(0);
		expect(redact(JSON.stringify({log: text}))).not.toContain(secret);
	});
});

/** What looks alike and is none: names of Secrets, states, numbers, sentences, results of tests. */
const shown: readonly string[] = [
	'NAME     READY   SECRET     AGE\nweb      True    web-tls    3d\n',
	'NAME      SECRETS   AGE\ndefault   1         3d\n',
	'SESSION  UID USER SEAT  TTY\n      4    0 root       pts/0\n',
	'NAME     AGE   PASSWORD\nadmin    3d    set\nbob      4d    expired\n',
	'USER     TOKEN    ROLE\nadmin    <none>   worker\n',
	'PASS src/login.test.ts\nPASS test1\nPASS every-check\n',
	'Password for admin: Sorry, try again.',
	'[sudo] password for bob: sudo: a password is required',
	'user www-data www-data;',
	'the user, password and token are asked for\nadmin, bob and carol know them\n',
	'enable secret encryption at rest',
	'the password for root is never stored',
	"INSERT INTO users (name, mail) VALUES ('a', 'b')",
	'iwconfig wlan0 key off',
	'net user /add',
	'SHA256:Zq7hunterXZq7hunterXZq7hunterXZq7hunterX1 root@host (ED25519)',
	'token_duration     768h\ntoken_renewable    true\n',
];

describe('what is no secret', () => {
	test.each(shown)('%j', text => {
		expect(redact(text)).toBe(text);
	});
});
