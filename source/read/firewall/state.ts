import {firstLine, notOk, type Reader} from '../reading.js';
import {known, unknown} from '../../facts/reading.js';

/** `absent`: firewall-cmd is not on this host. */
export type FirewallState = 'running' | 'stopped' | 'absent';

/** `firewall-cmd --state` (firewalld 1.3.3): 0 `running`, 252 `not running`; an ordinary user is refused even this (253). */
export const readFirewallState: Reader<FirewallState> = outcome => {
	if (outcome.kind === 'not-found') return known('absent');
	if (outcome.kind === 'failed' && outcome.exit === 252) return known('stopped');
	const bad = notOk(outcome);
	if (bad) return bad;
	const word = firstLine(outcome.stdout);
	return word === 'running' ? known('running') : unknown('unreadable', word.slice(0, 200));
};

/** `firewall-cmd --version`: `2.3.1`. It answers while firewalld does not run, too. */
export const readFirewalldVersion: Reader<string> = outcome => {
	if (outcome.kind === 'not-found') return unknown('not-installed', 'firewalld');
	const bad = notOk(outcome);
	if (bad) return bad;
	const word = firstLine(outcome.stdout).trim();
	return /^\d+\.\d+/.test(word) ? known(word) : unknown('unreadable', word.slice(0, 200));
};

/** `--direct --get-all-…`: `ipv4 filter INPUT 0 -p tcp --dport 80 -j ACCEPT`, a line each; nothing where there is none. */
export const readDirect: Reader<readonly string[]> = outcome =>
	notOk(outcome) ?? known(outcome.stdout.split('\n').filter(line => /^(?:ipv4|ipv6|eb)\b/.test(line)));

/** /etc/firewalld/direct.xml: what the next reload brings. */
export const directOf = (xml: string | null): number => xml?.match(/<(?:rule|chain|passthrough)\b/g)?.length ?? 0;

/**
 * `firewall-cmd --info-ipset=NAME`: its name, then indented `type: …`, `options: …`, `entries: …`, all on one line. Of a set
 * whose entries end by themselves firewalld keeps none: what it holds is not known.
 */
export const readIpsetEntries: Reader<readonly string[]> = outcome => {
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', 'firewall-cmd');
	const line = /^ {2}entries:(.*)$/m.exec(outcome.stdout);
	if (!line) return unknown('unreadable', firstLine(outcome.stdout).slice(0, 200));
	if (/^ {2}options:.*\btimeout=(?!0\b)/m.test(outcome.stdout)) return unknown('unreadable', 'timeout');
	return known((line[1] ?? '').split(/\s+/).filter(word => word !== ''));
};

/** /etc/firewalld/firewalld.conf: `FirewallBackend=nftables`; that is also what it is when the key is not set. */
export const backendOf = (conf: string | null): string =>
	/^\s*FirewallBackend\s*=\s*(\S+)/m.exec(conf ?? '')?.[1] ?? 'nftables';

/** `firewall-cmd --query-panic`: `yes` (exit 0) or `no` (exit 1), every packet being dropped or not. */
export const readPanic: Reader<boolean> = outcome => {
	const word = outcome.stdout.trim();
	if (word === 'yes' || word === 'no') return known(word === 'yes');
	return notOk(outcome) ?? unknown('unreadable', word.slice(0, 200));
};
