/** Every headless command in one file of the bundle: a file each would cut what they share into thirty more. */
export {check} from './check.js';
export {plan} from './plan.js';
export {install} from './install.js';
export {undo} from './undo.js';
export {status} from './status.js';
export {network} from './network.js';
export {nftables} from './nftables.js';
export {path} from './path.js';
export {trace} from './trace.js';
export {demo} from './demo.js';
export {confirm} from './confirm.js';
export {reset} from './reset.js';
export {record} from './record.js';
export {report} from './report.js';
export {repair} from './repair.js';
export {info} from './info.js';
export {worker} from './worker.js';
