import {useEffect, useMemo, useState} from 'react';
import {useUi} from '../../components/context.js';
import {exactly, rule, wrap} from '../../components/blocks.js';
import {blank, dim, line, type Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {emptyList, moveList, settle, type ListState} from '../../components/list.js';
import {listPane} from '../../components/list-pane.js';
import {useLayer} from '../../components/use-layer.js';
import {keyLabel} from '../../keys/key.js';
import {level} from '../../keys/layers.js';
import {noLabels} from '../../model/chain-labels.js';
import {layersOf} from '../../model/layers/layers.js';
import type {LayerSubject} from '../../model/layers/subject.js';
import type {Services} from '../../screens/services.js';
import {layersText, type LayersText} from '../../text/layers.js';
import type {Language} from '../../text/text.js';
import type {Place} from '../palette/collect.js';
import {layersBindings} from './keys.js';
import {placeOf, senderOf, subjectOf} from './places.js';
import {rowKey, rowLine, subjectText, whyText} from './rows.js';
import {useLayerFacts} from './use-facts.js';

type Step = {readonly subject: LayerSubject; readonly list: ListState};

/** `i`: what belongs to the selected object on other layers, in the place of the screen; enter goes there. */
export function LayersView(props: {
	readonly services: Services;
	readonly language: Language;
	readonly subject: LayerSubject;
	readonly width: number;
	readonly height: number;
	readonly onPlace: (place: Place) => void;
	readonly onClose: () => void;
}) {
	const {services, language, width, height, onPlace, onClose} = props;
	const {text} = services;
	const {layers} = useUi();
	const [own, setOwn] = useState<LayersText>();
	useEffect(() => {
		let isOpen = true;
		void layersText(language).then(words => {
			if (isOpen) setOwn(words);
		});
		return () => {
			isOpen = false;
		};
	}, [language]);
	const [trail, setTrail] = useState<readonly Step[]>([{subject: props.subject, list: emptyList}]);
	const here = trail.at(-1) ?? {subject: props.subject, list: emptyList};
	const {facts, old} = useLayerFacts(services);
	const rows = useMemo(() => layersOf(here.subject, facts), [here.subject, facts]);
	const keys = useMemo(() => rows.map(rowKey), [rows]);
	const spaces = rows.flatMap(({thing}) => (thing?.layer === 'netns' ? (thing.namespace?.name ?? []) : []));
	const seen = spaces.join('/');
	const {network, cluster, packetFilter} = services.sources;
	useEffect(() => {
		// Of many namespaces those that are looked at are read at every read.
		network.look(seen === '' ? [] : seen.split('/'));
	}, [network, seen]);

	const label = (action: string): string => {
		const key = layers.rebind(layersBindings).find(each => each.action === action)?.keys[0];
		return key === undefined ? '' : keyLabel(key);
	};

	const hint = own?.hint({
		...{open: label('layers.open'), across: label('layers.across'), reach: label('layers.reach')},
	});
	const foot: readonly Line[] = own
		? [
				...old.map(({layer, why}) => line(dim(own.old(own.layer[layer], whyText(why, text))))),
				...wrap(hint ?? '', width).map(part => line(dim(part))),
			]
		: [];
	const room = Math.max(1, height - 2 - foot.length);
	const list = settle(here.list, keys, room);
	const selected = rows[list.index];
	const labels = facts.filter?.known ? facts.filter.value.labels : noLabels;
	useLayer({
		level: level.overlay,
		bindings: layersBindings,
		modal: true,
		onAction(action) {
			switch (action) {
				case 'layers.back':
					return trail.length > 1 ? setTrail(trail.slice(0, -1)) : onClose();
				case 'layers.open':
					return selected?.thing
						? onPlace(placeOf(selected.thing, labels))
						: services.notify(own?.noPlace ?? text.common.reading);
				case 'layers.across': {
					const next = selected?.thing && subjectOf(selected.thing);
					if (!next) return services.notify(own?.noPlace ?? text.common.reading);
					return setTrail([...trail.slice(0, -1), {...here, list}, {subject: next, list: emptyList}]);
				}

				case 'layers.reach': {
					const of = selected?.thing && subjectOf(selected.thing);
					const sender = of ? senderOf(of) : {};
					return services.reach(sender.from === undefined ? senderOf(here.subject) : sender);
				}

				case 'layers.refresh':
					void Promise.all([cluster.refresh(), network.refresh(), packetFilter.refresh()]);
					return undefined;
				case 'layers.copy':
					return selected?.thing
						? services.copy(placeOf(selected.thing, labels).names[0])
						: services.notify(text.app.nothingToCopy);
				default:
					// Several keys may come before the next render: each moves from where the one before came to.
					return setTrail(before => {
						const last = before.at(-1) ?? here;
						return [...before.slice(0, -1), {...last, list: moveList(last.list, action, keys, room)}];
					});
			}
		},
	});
	if (!own) return <Lines lines={exactly([line(dim(text.common.reading))], height)} width={width} height={height} />;
	const words = {text, own};
	const pane = listPane({
		...{list, rows: room, total: rows.length, empty: text.common.none},
		lines: (from, to) => ({
			rows: rows.slice(from, to).map((row, at) => rowLine(row, at === 0 ? undefined : rows[from + at - 1], words)),
		}),
	});
	const title = rule(own.title(subjectText(here.subject, own)), width);
	return <Lines lines={exactly([title, ...pane, blank, ...foot], height)} width={width} height={height} />;
}
