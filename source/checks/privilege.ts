import {cannotTell, defineCheck} from './check.js';

export const privilege = [
	defineCheck({
		id: 'root',
		group: 'privilege',
		needs: ['uid'],
		may: ['sudo'],
		judge({uid}, {readings: {sudo}, words}) {
			if (uid === 0) return {result: 'pass', found: words.isRoot};
			const become = {commands: [], note: words.become};
			if (sudo.known) {
				const found = sudo.value ? words.sudo(uid) : words.password(uid);
				return {result: 'warn', found, remedy: become};
			}

			return sudo.unknown.reason === 'tool-missing'
				? {result: 'fail', found: words.noSudo(uid), remedy: {commands: [], note: words.noSudoNote}}
				: {result: 'warn', found: words.unclear(uid), remedy: become};
		},
	}),
	defineCheck({
		id: 'secure-path',
		group: 'privilege',
		needs: ['uid'],
		may: ['securePath'],
		judge({uid}, {readings: {securePath}, words, text}) {
			if (!securePath.known && securePath.unknown.reason === 'tool-missing') {
				return {result: 'skip', found: words.noSudo};
			}

			// sudo tells its settings to root only; to others the line is simply not there.
			if (uid !== 0) return cannotTell({reason: 'needs-root', detail: 'sudo -V'}, text);
			if (!securePath.known) return cannotTell(securePath.unknown, text);
			const folders = securePath.value;
			const shows = ["override user's $PATH"];
			if (folders === null) return {result: 'pass', found: words.none, shows};
			return folders.includes('/usr/local/bin')
				? {result: 'pass', found: words.has, shows}
				: {result: 'warn', found: words.lacks(folders.join(':')), shows, remedy: {commands: [], note: words.note}};
		},
	}),
];
