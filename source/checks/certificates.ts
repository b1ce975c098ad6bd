import {ownUnitName} from './unit.js';
import {restartUnit} from '../command/systemd.js';
import type {Certificate} from '../facts/host.js';
import type {Text} from '../text/text.js';
import {cannotTell, defineCheck, type Finding, type Remedy} from './check.js';
import {advice, fix} from './remedies.js';
import {isYoung} from './unit.js';

const day = 24 * 60 * 60 * 1000;
/** Days. k0s's own certificates last a year, its authorities ten. */
const soon = 30;

type Words = Text['checks']['items']['certificates'];

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Of the kubelet, which makes its own anew when 70 to 90 % of their time are over (Kubernetes 1.34), whatever that time is. */
const isLate = ({notBefore, notAfter}: Certificate, now: number): boolean =>
	now > notBefore + (notAfter - notBefore) * 0.9;

type Own = {readonly name: string; readonly certificate: Certificate; readonly ofKubelet: boolean};

function finding(
	all: readonly Own[],
	{now, unit, renewing}: {readonly now: number; readonly unit: string; readonly renewing: Remedy},
	words: Words,
): Finding {
	const sorted = all.toSorted((a, b) => a.certificate.notAfter - b.certificate.notAfter);
	const early = sorted.find(({certificate: {notBefore}}) => notBefore > now);
	if (early) {
		const found = words.notYet(early.name, date(early.certificate.notBefore));
		return {result: 'fail', found, remedy: advice(words.clockNote(unit))};
	}

	const [first] = sorted;
	if (!first) return {result: 'skip', found: words.none};
	const daysLeft = ({certificate: {notAfter}}: Own): number => Math.floor((notAfter - now) / day);
	const due = sorted.find(each => (each.ofKubelet ? isLate(each.certificate, now) : daysLeft(each) < soon));
	if (!due) return {result: 'pass', found: words.good(all.length, first.name, date(first.certificate.notAfter))};
	const {notAfter, authority} = due.certificate;
	// k0s makes its certificates anew at each start, its authorities never, and those of the kubelet are the kubelet's business.
	const remedy = due.ofKubelet ? advice(words.kubeletNote) : authority ? advice(words.authorityNote) : renewing;
	return notAfter <= now
		? {result: 'fail', found: words.over(due.name, date(notAfter)), remedy}
		: {result: 'warn', found: words.soon(due.name, daysLeft(due)), remedy};
}

export const certificates = [
	defineCheck({
		id: 'certificates',
		group: 'security',
		needs: ['pkiFiles'],
		may: ['certificates', 'kubeletPkiFiles', 'kubeletCertificates', 'clock', 'controllerUnit'],
		settles: {every: 2000, limit: 90_000, times: 1},
		judge({pkiFiles}, {readings, words, text}) {
			const {certificates: all, kubeletPkiFiles, kubeletCertificates, clock, controllerUnit: unit} = readings;
			if (pkiFiles === null || pkiFiles.length === 0) return {result: 'skip', found: words.none};
			if (!all.known) return cannotTell(all.unknown, text);
			if (!clock.known) return cannotTell(clock.unknown, text);
			// A restart would start a k0s that a person stopped, or cut short a start that makes them anew anyway.
			const its = ownUnitName(unit);
			const runs = unit.known && unit.value.activeState === 'active';
			const renewing = !runs
				? advice(words.stoppedNote)
				: isYoung(unit, clock)
					? advice(words.startingNote)
					: fix(words.note, [restartUnit(its)], [], false);
			const own = (certificates: ReadonlyMap<string, Certificate>, ofKubelet: boolean): readonly Own[] =>
				[...certificates].map(([name, certificate]) => ({name, certificate, ofKubelet}));
			const known = kubeletCertificates.known ? kubeletCertificates.value : new Map<string, Certificate>();
			const given = {now: clock.value, unit: its.replace('.service', ''), renewing};
			const found = finding([...own(all.value, false), ...own(known, true)], given, words);
			// A part is not the whole: what was not read may end first. A controller without workloads has no kubelet.
			const none = kubeletPkiFiles.known && (kubeletPkiFiles.value ?? []).length === 0;
			if (found.result !== 'pass' || none || kubeletCertificates.known) return found;
			const why = kubeletPkiFiles.known ? kubeletCertificates : kubeletPkiFiles;
			return why.known ? found : {...cannotTell(why.unknown, text), found: words.kubeletUnread(all.value.size)};
		},
	}),
];
