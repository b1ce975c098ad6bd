import {removeImages} from '../command/ctr.js';
import {isWorkerUnit} from '../command/k0s-paths.js';
import {formatBytes} from '../model/quantity.js';
import {percent} from '../model/requirements.js';
import {unusedImages} from '../model/unused-images.js';
import {cannotTell, defineCheck} from './check.js';
import {advice, fix} from './remedies.js';

/** From so much on it is worth a person's while. */
const worth = 5 * 1024 ** 3;
/** Per cent free below which any space is: the kubelet itself begins at 15. */
const tight = 25;
const most = 40;

/** Images that nobody uses. Each is proved unused: what could not be read makes the whole unknown. */
export const images = [
	defineCheck({
		id: 'unused-images',
		group: 'resources',
		needs: [],
		may: ['controllerUnit', 'images', 'containers', 'objects', 'bundles', 'disk', 'dataAncestor'],
		judge(_, {readings, words, text}) {
			const {controllerUnit: unit, images: all, containers, objects, bundles, disk} = readings;
			if (!unit.known) return cannotTell(unit.unknown, text);
			if (unit.value.activeState !== 'active') return {result: 'skip', found: words.stopped};
			if (isWorkerUnit(unit.value.id)) return {result: 'skip', found: words.worker};
			for (const part of [all, containers, objects, bundles]) if (!part.known) return cannotTell(part.unknown, text);
			if (!all.known || !containers.known || !objects.known || !bundles.known) return {result: 'skip', found: ''};
			const {pods, workloads} = objects.value;
			const unused = unusedImages(all.value, {containers: containers.value, pods, workloads});
			if (unused.length === 0) return {result: 'pass', found: words.none};
			const bytes = unused.reduce((sum, {size}) => sum + (size ?? 0), 0);
			const found = words.found(unused.length, formatBytes(bytes));
			const shows = unused.slice(0, most).map(({ref}) => ref);
			const isTight = disk.known && percent(disk.value.available, disk.value.size) < tight;
			if (bytes < worth && !isTight) return {result: 'pass', found, shows};
			const removable = unused.filter(({again}) => again).slice(0, most);
			const commands = removable.map(({refs}) => removeImages(refs));
			// k0s imports a bundle at its start only: until then what is removed may be nowhere.
			if ((bundles.value ?? []).length > 0) {
				return {result: 'warn', found, shows, remedy: advice(words.bundleNote, commands)};
			}

			if (commands.length === 0) return {result: 'warn', found, shows, remedy: advice(words.onlyCopyNote)};
			const note = removable.length < unused.length ? words.someNote(unused.length - removable.length) : words.note;
			return {result: 'warn', found, shows, remedy: fix(note, commands, [], false)};
		},
	}),
];
