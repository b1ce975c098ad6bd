import type {Firewall} from '../model/firewall.js';

/** Would this command of `firewall-cmd`, written by an earlier run to undo itself, still change anything? */
export function isStillSet(argv: readonly string[], firewall: Firewall): boolean {
	const [tool, ...words] = argv;
	if (tool !== 'firewall-cmd') return false;
	const value = (name: string): string | undefined =>
		words.find(word => word.startsWith(`--${name}=`))?.slice(name.length + 3);
	const at = words.indexOf('--set-default-zone');
	const wanted = at < 0 ? value('set-default-zone') : words[at + 1];
	if (wanted !== undefined) return firewall.defaultZone !== wanted;
	const zones = words.includes('--permanent') ? firewall.permanent : firewall.runtime;
	const zone = zones.find(({name}) => name === value('zone'));
	if (!zone) return false;
	const has = (name: string, list: readonly string[]): boolean => {
		const given = value(name);
		return given !== undefined && list.includes(given);
	};

	const moved = value('change-interface');
	if (moved !== undefined) return !zone.interfaces.includes(moved);
	return (
		has('remove-interface', zone.interfaces) ||
		has('remove-port', zone.ports) ||
		has('remove-source', zone.sources) ||
		has('remove-service', zone.services) ||
		words.some(word => zone.richRules.includes(richRule(word))) ||
		(words.includes('--remove-masquerade') && zone.masquerade)
	);
}

/** The rule that a word takes away; of them a command may have several. */
const richRule = (word: string): string =>
	word.startsWith('--remove-rich-rule=') ? word.slice('--remove-rich-rule='.length) : '';
