import {cannotTell, defineCheck} from './check.js';
import {advice, aside, fix} from './remedies.js';

export const config = [
	defineCheck({
		id: 'k0s-config',
		group: 'earlier',
		needs: ['configFile'],
		may: ['k0sVersion', 'configErrors', 'controllerUnit'],
		judge({configFile: path}, {readings: {k0sVersion, configErrors, controllerUnit}, options, words, text}) {
			if (path === null) return {result: 'pass', found: words.none};
			if (!k0sVersion.known) {
				if (k0sVersion.unknown.reason !== 'not-installed') return cannotTell(k0sVersion.unknown, text);
				if (!controllerUnit.known) return cannotTell(controllerUnit.unknown, text);
				const at = path.lastIndexOf('/');
				const {commands, undo} = aside(path.slice(0, at), [path.slice(at + 1)], options);
				return {
					result: 'warn',
					found: words.left(path),
					shows: [path],
					remedy: fix(words.leftNote, commands, undo, false),
				};
			}

			if (!configErrors.known) return cannotTell(configErrors.unknown, text);
			return configErrors.value.length === 0
				? {result: 'pass', found: words.good(path), shows: [path]}
				: {
						result: 'fail',
						found: words.bad(path, configErrors.value.join('; ')),
						shows: configErrors.value,
						remedy: advice(words.note),
					};
		},
	}),
];
