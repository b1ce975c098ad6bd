import {useEffect, useMemo, useState} from 'react';
import {exactly, rule, wrap} from '../../../components/blocks.js';
import {Confirm} from '../../../components/dialog.js';
import {edited, fieldSpans, type Field} from '../../../components/field.js';
import {blank, bold, dim, line, restyled, type Line} from '../../../components/line.js';
import {Lines} from '../../../components/lines.js';
import {marked} from '../../../components/marks.js';
import {useField} from '../../../components/use-field.js';
import {useLayer} from '../../../components/use-layer.js';
import {typed} from '../../../command/command.js';
import type {Outcome} from '../../../command/outcome.js';
import {level} from '../../../keys/layers.js';
import type {ScreenProps} from '../../services.js';
import type {Place} from '../browse/state.js';
import {useTable} from '../browse/use-table.js';
import {changesOf, commandOf, desiredOf, isDone, refusedBy, type Change} from './changes.js';
import {actBindings, replicasBindings} from './keys.js';
import {useRollout} from './use-rollout.js';

/** Kubernetes counts in 32 bits; nobody wants more pods on one server than that many digits. */
const digits = /^\d{1,5}$/;

type Phase =
	| {readonly at: 'menu' | 'replicas' | 'asking' | 'running'}
	/** kubectl took it; the watch has not told of the end yet. */
	| {readonly at: 'waiting'; readonly said: string}
	| {readonly at: 'refused'; readonly outcome: Outcome};

/** What to do with one object: chosen, asked, done by kubectl, and followed by the watch until it is there. */
export function ActView({
	services,
	width,
	height,
	place,
	onClose,
}: ScreenProps & {readonly place: Extract<Place, {type: 'act'}>; readonly onClose: () => void}) {
	const {text, sources} = services;
	const words = text.act;
	const {object, kind, uid} = place;
	const offered = changesOf(kind);
	const [change, setChange] = useState<Change | undefined>(place.change);
	const [phase, setPhase] = useState<Phase>({at: place.change === undefined ? 'menu' : 'asking'});
	const [index, setIndex] = useState(0);
	const [field, setField] = useState<Field>({text: ''});

	const query = useMemo(
		() => ({kind, namespace: object.namespace, selector: '', fields: `metadata.name=${object.name}`}),
		[kind, object],
	);
	const {snapshot} = useTable(sources.browse, query);
	const table = snapshot.value;
	const named = table?.rows.find(({name, namespace}) => name === object.name && namespace === object.namespace);
	// Another object of that name is not the one that was meant.
	const row = named && (uid === null || named.uid === uid) ? named : undefined;
	const replicas = Number(field.text);
	const full = `${object.kind} ${object.namespace === null ? '' : `${object.namespace}/`}${object.name}`;
	const command = change === undefined ? undefined : commandOf(change, object, replicas);

	useEffect(() => {
		if (phase.at !== 'waiting' || !table || change === undefined || snapshot.unknown) return;
		if (!isDone(change, {table, row, replicas})) return;
		services.notify(words.done[change](full, replicas));
		onClose();
	}, [phase.at, table, row, change]); // eslint-disable-line react-hooks/exhaustive-deps

	const isRolling = phase.at === 'waiting' && change === 'restart';
	const desired = table && row ? desiredOf(table, row) : undefined;
	const rolled = useRollout(services, isRolling ? object : undefined, desired, end => {
		const {kind: how} = end;
		const said = words.rollout;
		services.notify(
			how === 'done'
				? words.done.restart(full)
				: how === 'partly'
					? said.partly(full, end.updated, desired ?? 0)
					: how === 'unknown'
						? said.unknown(full, end.why)
						: said[how](full),
		);
		onClose();
	});

	const run = async (): Promise<void> => {
		if (!command) return;
		if (table && !snapshot.unknown && row === undefined) {
			services.notify(named ? words.another(full) : words.gone(full));
			return onClose();
		}

		setPhase({at: 'running'});
		const outcome = await services.change(command);
		setPhase(outcome.kind === 'ok' ? {at: 'waiting', said: outcome.stdout.trim()} : {at: 'refused', outcome});
	};

	const choose = (chosen: Change): void => {
		setChange(chosen);
		if (chosen !== 'scale') return setPhase({at: 'asking'});
		setField({text: desired === undefined ? '' : String(desired)});
		setPhase({at: 'replicas'});
	};

	useField(
		{
			bindings: replicasBindings,
			onEdit: edit => setField(now => edited(now, edit)),
			onAction(action) {
				if (action === 'replicas.close') return onClose();
				if (digits.test(field.text)) setPhase({at: 'asking'});
				else services.notify(words.number);
			},
		},
		phase.at === 'replicas',
	);
	useLayer(
		{
			level: level.screen,
			bindings: actBindings,
			onAction(action) {
				if (action === 'act.close') return onClose();
				if (phase.at !== 'menu') return action === 'act.choose' ? onClose() : undefined;
				if (action === 'act.choose') return choose(offered[index] ?? 'delete');
				const by = action === 'list.down' ? 1 : -1;
				return setIndex(now => Math.min(offered.length - 1, Math.max(0, now + by)));
			},
		},
		phase.at !== 'asking' && phase.at !== 'replicas',
	);

	if (phase.at === 'asking' && command && change !== undefined) {
		return (
			<Confirm
				{...{text, width, height}}
				title={words.ask[change](full, replicas)}
				decision={[
					...wrap(change === 'delete' && object.what === 'nodes' ? words.deleteNode : words.means[change], width).map(
						part => line(part),
					),
					...(snapshot.unknown ? [line(marked('warn', words.unwatched))] : []),
					blank,
					...[`$ ${typed(command)}`]
						.flatMap(each => each.split('\n'))
						.flatMap(each => wrap(each, width))
						.map(part => line(dim(part))),
				]}
				yes={words.names[change]}
				no={words.cancel}
				onYes={() => void run()}
				onNo={onClose}
			/>
		);
	}

	return <Lines lines={exactly([rule(full, width), ...body()], height)} width={width} height={height} />;

	function body(): readonly Line[] {
		switch (phase.at) {
			case 'menu': {
				return offered.map((each, at) => {
					const shown = line(` ${words.names[each]}`.padEnd(24), dim(words.short[each]));
					return at === index ? restyled(shown, {inverse: true}) : shown;
				});
			}

			case 'replicas': {
				return [line(bold(`${words.howMany} `), ...fieldSpans(field, 12))];
			}

			case 'refused': {
				const {outcome} = phase;
				return [
					...wrap(words.refused[refusedBy(outcome, change)], width - 2).map((part, at) =>
						at === 0 ? line(marked('fail', part)) : line(`  ${part}`),
					),
					blank,
					...(command ? wrap(`$ ${typed(command).split('\n')[0] ?? ''}`, width).map(part => line(dim(part))) : []),
					...outcome.stderr
						.split('\n')
						.filter(Boolean)
						.flatMap(each => wrap(each, width))
						.map(part => line(part)),
				];
			}

			case 'waiting': {
				return [
					...[phase.said, ...(rolled === '' ? [] : [rolled])].flatMap(each =>
						wrap(each, width).map(part => line(part)),
					),
					line(dim(isRolling ? words.rollout.waiting : words.waiting)),
				];
			}

			default: {
				return command
					? [
							line(dim(`$ ${typed(command).split('\n')[0] ?? ''}`)),
							line(dim(change === 'drain' ? words.draining : words.running)),
						]
					: [];
			}
		}
	}
}
