import type {Unknown, Reading} from '../../facts/reading.js';
import type {Text} from '../../text/text.js';
import type {ResetFacts} from './facts.js';

/** Asked on the way, and nothing of them stays after a reset. */
const passing = ['uid', 'openrc', 'controllerUnit', 'workerUnit', 'k0sVersion', 'modules', 'legacyTables'] as const;
type Lasting = Exclude<keyof ResetFacts, (typeof passing)[number]>;
const lasts = (name: keyof ResetFacts): name is Lasting => !(passing as readonly string[]).includes(name);

/** What could not be looked at, each with the reason: nothing is said of what may be left there. */
export function unreadOf(facts: ResetFacts, text: Text): readonly string[] {
	return (Object.keys(facts) as Array<keyof ResetFacts>).filter(lasts).flatMap(name => {
		const unknowns = readingsOf(facts, name).flatMap(each => (each.known ? [] : [each.unknown]));
		const [first] = unknowns.filter(unknown => !isNone(name, unknown, facts));
		if (first === undefined) return [];
		const reason = text.common.reason[first.reason] ?? first.reason;
		const why = first.reason === 'tool-missing' ? `${first.detail}: ${reason}` : reason;
		return [text.install.reset.unreadPart(text.install.reset.parts[name], why)];
	});
}

const readingsOf = (facts: ResetFacts, name: keyof ResetFacts): ReadonlyArray<Reading<unknown>> =>
	[facts[name]].flat() as ReadonlyArray<Reading<unknown>>;

/**
 * A tool that is not on the host proves nothing by itself: k0s brings its own, and what they wrote stays in force in the
 * kernel. Only where the kernel has no such thing loaded, or another tool sees the same, is there none.
 */
function isNone(name: keyof ResetFacts, {reason}: Unknown, {modules, tables, legacyTables}: ResetFacts): boolean {
	if (reason === 'not-installed' || reason === 'not-running') return true;
	if (reason !== 'tool-missing') return false;
	const absent = (module: string): boolean => modules.known && !modules.value.includes(module);
	switch (name) {
		case 'firewall': {
			return true;
		}

		case 'sets': {
			return absent('/sys/module/ip_set');
		}

		case 'tables': {
			return absent('/sys/module/nf_tables');
		}

		case 'rules': {
			if (!legacyTables.known || legacyTables.value.length > 0) return false;
			if (absent('/sys/module/nf_tables')) return true;
			return tables.known && tables.value.every(({chains}) => chains.every(chain => !/^(KUBE-|CNI-)/.test(chain.name)));
		}

		default: {
			return false;
		}
	}
}
