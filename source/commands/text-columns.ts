export {textColumns} from '../terminal/text-columns.js';
