import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** How each tool words its version. One that answers in another way is there, and its version is not known. */
const forms: Readonly<Record<string, RegExp>> = {
	systemctl: /^systemd (\d+)/,
	ip: /^ip utility, iproute2-([\w.]+)/,
	nft: /^nftables v([\w.]+)/,
	'iptables-nft-save': /^iptables-nft-save v([\w.]+)/,
	ipset: /^ipset v([\w.]+)/,
	'firewall-cmd': /^(\d[\w.]*)$/,
	curl: /^curl (\d\S*)/,
	sudo: /^(?:Sudo version|sudo-rs) (\S+)/,
};

/** The first line of `TOOL --version` (each tool has its own spelling; see `command/system.ts`). */
export const readToolVersion: Reader<string> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	const [line = ''] = outcome.stdout.split('\n', 1);
	const version = forms[outcome.argv[0] ?? '']?.exec(line)?.[1];
	return version === undefined ? unknown('unreadable', line.slice(0, 200)) : known(version);
};
