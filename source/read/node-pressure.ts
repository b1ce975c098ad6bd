import {asList, asObject, asText, at} from './json-value.js';
import {mapReading} from '../facts/reading.js';
import {readJson, type Reader} from './reading.js';

/** What a node is short of, by the types of its conditions. */
export type Pressure = {readonly node: string; readonly type: string; readonly message: string};

/** `kubectl get nodes -o json` (1.34): conditions `DiskPressure`, `MemoryPressure`, `PIDPressure` that are True. */
export const readPressures: Reader<readonly Pressure[]> = outcome =>
	mapReading(readJson(outcome), json =>
		asList(asObject(json)['items']).flatMap(item => {
			const node = asText(at(asObject(item), 'metadata', 'name')) ?? '';
			return asList(at(asObject(item), 'status', 'conditions'))
				.map(each => asObject(each))
				.filter(({type, status}) => /Pressure$/.test(asText(type) ?? '') && status === 'True')
				.map(({type, message}) => ({node, type: asText(type) ?? '', message: asText(message) ?? ''}));
		}),
	);
