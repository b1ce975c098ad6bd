import type {ServicePort} from '../facts/cluster.js';

/** A port as kubectl's PORT(S) column writes it: `53/UDP`, `80:30094/TCP`. */
export const portText = ({port, nodePort, protocol}: ServicePort): string =>
	`${port}${nodePort === null ? '' : `:${nodePort}`}/${protocol}`;
