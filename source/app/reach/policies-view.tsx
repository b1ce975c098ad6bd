import {useEffect, useMemo, useState} from 'react';
import {wrap} from '../../components/blocks.js';
import {blank, bold, colored, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {rowsOf} from '../../components/rows.js';
import {emptyPane, isSearching, paneLines, reducePane, type Shown} from '../../components/text-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {usePane} from '../../components/use-pane.js';
import {judgedLines, policyLines, type Said} from '../../commands/policy-lines.js';
import {concerned, isStopped} from '../../commands/reach-policies.js';
import type {Reading} from '../../facts/reading.js';
import {level} from '../../keys/layers.js';
import {explain, judged} from '../../model/policy/explain.js';
import type {Answered} from '../../model/reach/answer.js';
import type {ReachWorld} from '../../model/reach/facts.js';
import type {Services} from '../../screens/services.js';
import {readPolicies, type PolicyFacts} from '../../store/policies.js';
import {policyText, type PolicyText} from '../../text/policy.js';
import type {Language} from '../../text/text.js';
import {policiesBindings} from './keys.js';

/** NetworkPolicies in plain words: those that have a say in an answer, one by its name, or all. */
export function PoliciesView(props: {
	readonly services: Services;
	readonly language: Language;
	readonly world: ReachWorld | undefined;
	/** What they are asked about; undefined: nothing. */
	readonly answered: Answered | undefined;
	/** `namespace/name` of the one that was selected. */
	readonly name: string | undefined;
	readonly width: number;
	readonly height: number;
	readonly onCopy: (what: string) => void;
	readonly onBack: () => void;
	readonly onAgain: () => void;
}) {
	const {services, language, world, answered, name, width, height, onBack} = props;
	const {text, ask} = services;
	const [words, setWords] = useState<PolicyText>();
	const [facts, setFacts] = useState<Reading<PolicyFacts>>();
	const [pane, setPane] = useState(emptyPane);
	useEffect(() => {
		const controller = new AbortController();
		const {signal} = controller;
		void Promise.all([policyText(language), readPolicies(async command => ask(command, signal))]).then(
			([own, read]) => {
				if (signal.aborted) return;
				setWords(own);
				setFacts(read);
			},
		);
		return () => controller.abort();
	}, [language, ask, world]);
	const said = useMemo(
		() => (words && facts && world ? told(facts, world, answered, name, words, text.common.reason) : undefined),
		[words, facts, world, answered, name, text],
	);
	const content = useMemo(
		() => rowsOf(said ? said.flatMap(each => rowsFor(each, width)) : [line(dim(text.common.reading))]),
		[said, width, text],
	);
	const shown: Shown = {content, width, height};
	usePane(pane, shown, event => setPane(now => reducePane(now, event)), level.overlay + 1);
	useLayer({
		level: level.overlay,
		bindings: policiesBindings,
		modal: true,
		onAction(action) {
			switch (action) {
				case 'reach.back':
					return isSearching(pane) ? setPane(now => reducePane(now, {type: 'pane-clear'})) : onBack();
				case 'reach.refresh':
					return props.onAgain();
				case 'reach.copy-yaml': {
					const yaml = (said ?? []).filter(({kind}) => kind === 'yaml').map(each => each.text);
					return yaml.length === 0 ? services.notify(text.app.nothingToCopy) : props.onCopy(`${yaml.join('\n')}\n`);
				}

				default:
					return setPane(now => reducePane(now, {type: 'pane', action, ...shown}));
			}
		},
	});
	const title = words?.viewTitle ?? '';
	return <Lines lines={paneLines(pane, shown, {title, none: text.common.noMatch})} width={width} height={height} />;
}

function told(
	facts: Reading<PolicyFacts>,
	world: ReachWorld,
	answered: Answered | undefined,
	name: string | undefined,
	words: PolicyText,
	reasons: Readonly<Record<string, string>>,
): readonly Said[] {
	if (!facts.known) {
		const {reason, detail} = facts.unknown;
		return [{kind: 'text', text: words.notRead([reasons[reason] ?? reason, detail].filter(Boolean).join(': '))}];
	}

	const {policies, namespaces} = facts.value;
	const flows = answered ? judged(answered, policies, namespaces, world) : [];
	const stopped = flows.filter(isStopped);
	const asked = concerned(flows);
	const mine = policies.filter(policy =>
		answered ? asked.has(policy) : name === undefined || `${policy.namespace}/${policy.name}` === name,
	);
	const gap: Said = {kind: 'text', text: ''};
	const none = name === undefined || policies.length === 0 ? words.none : words.absent(name);
	return [
		// Of what passes one sentence is enough where much is asked.
		...(stopped.length > 0 ? stopped : flows.slice(0, 8)).flatMap(each => [...judgedLines(each, words), gap]),
		...(mine.length === 0 && flows.length === 0 ? [{kind: 'text', text: none} as const] : []),
		...mine.flatMap(policy => [...policyLines(explain(policy, world), namespaces, words), gap]),
	];
}

function rowsFor({kind, text}: Said, width: number): readonly Line[] {
	switch (kind) {
		case 'title':
			return [line(bold(text))];
		case 'yaml':
			// As it is to be pasted: nothing is folded.
			return [line('    ', colored(text, 'green'))];
		case 'command':
			return wrap(text, width - 6).map((row, at) => line(at === 0 ? '    $ ' : '      ', colored(row, 'cyan')));
		case 'quiet':
			return wrap(text, width - 2).map(row => line('  ', dim(row)));
		case 'text':
			return text === '' ? [blank] : wrap(text, width - 2).map(row => line('  ', row));
	}
}
