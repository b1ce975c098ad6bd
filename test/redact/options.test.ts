import {describe, expect, test} from 'vitest';
import {redactArgv} from '../../source/redact/redact.js';

const secret = 'Xq7Geheim9Zr4';
/** `#` stands for the secret, before and after. */
const clean = (line: string): string =>
	redactArgv(line.replaceAll('#', secret).split(' ')).join(' ').replaceAll('[redacted]', '#');
const names = (text: string): readonly string[] => text.split(' ');

/** Programs, and the options of one letter after which a secret stands there, and nowhere else. */
const options: ReadonlyArray<readonly [programs: string, lines: readonly string[]]> = [
	['mysql mysqldump mariadb mariadb-dump percona percona-x 7z 7za 7zr rar unrar', ['-p#']],
	['sshpass mongo mongosh rabbitmqctl ldapsearch ldapmodify cqlsh', ['-p #', '-w #', '-p#', '-w#']],
	['login skopeo oras crane', ['-p #', '-p#']],
	['redis-cli valkey-cli keydb-cli', ['-a #', '-a#']],
	[
		'curl ctr crictl',
		[
			'-u #',
			'-U #',
			'-su #',
			'-E #',
			'-b #',
			'--user #',
			'--proxy-user #',
			'--creds #',
			'--cert #',
			'--cookie #',
			'--oauth2-bearer #',
		],
	],
	['smbclient rpcclient net smbget', ['-U #']],
	['snmpwalk snmpget', ['-c #', '-A #', '-X #']],
	['ipmitool zip unzip ncat tsocks dsconf sqlcmd bcp mosquitto_pub', ['-P #', '-P#']],
	['openssl', ['-k #', '-K #', '-pass #', '-passin #', '-passout #', '-passwd #']],
	['vault', ['login #']],
	['tailscale', ['--authkey #', '--auth-key #', 'login #']],
	['useradd usermod ncftp ncftpput rdesktop', ['-p #']],
	['ssh-keygen', ['-N #', '-P #']],
	['http https lftp oathtool', ['-a #', '-u #', '-b #']],
	['freerdp xfreerdp wlfreerdp3', ['/p:#', '/gp:#']],
	['htpasswd', ['-b file me #']],
	['pro ua ubuntu-advantage bw', ['attach #', 'unlock #']],
	['SUSEConnect suseconnect', ['-r #']],
	['gpg-preset-passphrase', ['-P #']],
	['mc', ['alias set m http://h id #']],
	['kadmin kadmin.local addent addprinc', ['-pw #', '-w #']],
	['ldappasswd', ['-s #', '-a #']],
	['doctl', ['-t #']],
	['caddy', ['hash-password --plaintext #']],
	['mkpasswd', ['-m sha512 #']],
	['cryptsetup', ['--key #']],
];

describe.each(options)('%s', (programs, lines) => {
	test.each(names(programs).flatMap(program => lines.map(line => [`${program} ${line}`])))('%s', line => {
		expect(clean(line)).toBe(line);
		expect(clean(line)).toContain('#');
		expect(redactArgv(line.replaceAll('#', secret).split(' ')).join(' ')).not.toContain(secret);
		// With its path, and behind another program.
		const [program = '', ...rest] = names(line);
		for (const whole of [`/usr/bin/${program} ${rest.join(' ')}`, `sudo ${line}`]) {
			expect(redactArgv(whole.replaceAll('#', secret).split(' ')).join(' ')).not.toContain(secret);
		}
	});
});

describe('what stands there and is none', () => {
	test.each([
		['journalctl -u k0scontroller.service -b'],
		['curl ; journalctl -u k0scontroller.service'],
		['curl https://host/ ; systemctl -p MainPID show x'],
		['curl https://host/ && tool -u name'],
		['curl https://host/ || tool -u name'],
		['curl https://host/; tool -u name'],
		['ps -p 4711 -o args'],
		['mkdir -p /var/lib/k0s'],
		['ssh -p 2222 host'],
		['docker run -p 8080:80/tcp nginx'],
		['nc -p 8080'],
		['grep -pattern x'],
		['cp -p ./a ./b'],
		['docker run -p127.0.0.1:8080:80 nginx'],
		['docker run --user 1000:1000 nginx'],
		['podman exec -u postgres:postgres db psql'],
		['cryptsetup --key /etc/key'],
		['openssl x509 -in cert.pem'],
		['k0s token create --role worker'],
		['k0s token list'],
		['mkpasswd | cat'],
		['kubectl get secret db -o yaml'],
		['zip -P yes a.zip'],
		['curl -b off https://host/'],
		['kubectl --kubeconfig=/etc/x --token=true get pods'],
	])('%s', line => {
		expect(redactArgv(line.split(' '))).toEqual(line.split(' '));
	});
});

describe('a user and a secret in one word', () => {
	test.each(
		names('--user --creds --credentials --auth --basic-auth --login --http-user -user -creds -u auth login').map(
			name => [name],
		),
	)('%s', option => {
		expect(redactArgv(['tool', option, `me:${secret}`]).join(' ')).toBe(`tool ${option} [redacted]`);
	});

	test.each(names('--user --creds --credentials --auth --basic-auth --login --http-user').map(name => [name]))(
		'%s=',
		option => {
			expect(redactArgv(['tool', `${option}=me:${secret}`]).join(' ')).toBe(`tool ${option}=[redacted]`);
		},
	);

	test.each(
		names('docker podman nerdctl runuser su start-stop-daemon systemd-run setpriv crun runc').map(name => [name]),
	)('of %s names a group', tool => {
		for (const words of [
			[tool, '--user', 'web:staff'],
			[tool, '--user=web:staff'],
		]) {
			expect(redactArgv(words)).toEqual(words);
		}
	});
});

describe('a variable that is set for a program', () => {
	const setters = names('docker podman nerdctl kubectl kubeseal oc helm k0s systemd-run flatpak bwrap');
	test.each(setters.map(name => [name]))('by %s', tool => {
		for (const option of names('-e --env --set --set-string --from-literal --build-arg --setenv -E')) {
			expect(redactArgv([tool, 'run', option, `ODD=${secret}`]).join(' ')).toBe(`${tool} run ${option} ODD=[redacted]`);
		}

		for (const option of names('--env --set --set-string --from-literal --build-arg --setenv')) {
			expect(redactArgv([tool, 'run', `${option}=odd=${secret}`]).join(' ')).toBe(
				`${tool} run ${option}=odd=[redacted]`,
			);
			expect(redactArgv([tool, 'run', `${option}=odd=true`])).toEqual([tool, 'run', `${option}=odd=true`]);
			expect(redactArgv([tool, 'run', `${option}=LANG=C.UTF-8`])).toEqual([tool, 'run', `${option}=LANG=C.UTF-8`]);
		}
	});

	test.each([
		[`env ODD=#`, 'env ODD=#'],
		[`/usr/bin/env A=1 ODD=# cmd`, '/usr/bin/env A=1 ODD=# cmd'],
		[`systemctl set-environment odd=#`, 'systemctl set-environment odd=#'],
		[`heroku config:set ODD=#`, 'heroku config:set ODD=#'],
		[`fly secrets set ODD=#`, 'fly secrets set ODD=#'],
		[`gh env set ODD=#`, 'gh env set ODD=#'],
	])('%s', (line, shown) => {
		expect(clean(line)).toBe(shown);
		expect(redactArgv(line.replaceAll('#', secret).split(' ')).join(' ')).not.toContain(secret);
	});

	test.each([['env LANG=C.UTF-8 date'], ['env ODD=yes date'], ['make ODD=Xq7Geheim9Zr4'], ['env -i PATH=/usr/bin x']])(
		'%s is shown',
		line => {
			expect(redactArgv(line.split(' '))).toEqual(line.split(' '));
		},
	);
});
