import type {Command} from '../command/command.js';
import type {Outcome} from '../command/outcome.js';
import {deferred} from '../host/deferred.js';

type Ask = (command: Command) => Promise<Outcome>;

/** One less than the runner runs at once. */
const places = 3;

/**
 * The same, with `firewall-cmd` before all others, but at most three at once. Each takes a quarter of a second, and the
 * checks of a host ask nine: those that follow from another's answer would else come behind all that was asked meanwhile,
 * while nothing is left that could go on beside them. What is cheap keeps one place.
 */
export function withFirewallTurns(ask: Ask): Ask {
	const waiting: Array<() => void> = [];
	let taken = 0;
	return async command => {
		if (command.argv[0] !== 'firewall-cmd') return ask(command);
		// Nothing is awaited where there is a place: what is asked first keeps its order.
		if (taken < places) taken++;
		else {
			const {promise, resolve} = deferred<void>();
			waiting.push(() => {
				resolve(undefined);
			});
			await promise;
		}

		try {
			return await ask({...command, first: true});
		} finally {
			const next = waiting.shift();
			if (next) next();
			else taken--;
		}
	};
}
