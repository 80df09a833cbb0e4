// @ts-check
// The data of a fresh sandbox, by readable names. Its WhatsApp numbers are in `sandbox.mjs`.

/** An ID in the sandbox's form. @param {string} prefix @param {number} number */
const id = (prefix, number) => prefix + String(number).padStart(24 - prefix.length, '0');

/** WhatsApp's ID of a message of the first number. @param {number} number */
const message = (number) => `3EB0000001${String(number).padStart(10, '0')}`;

/** A person with whom the first number has a chat. @param {string} name @param {number} number */
const person = (name, number) => ({
	name,
	phone: `+1555110000${number}`,
	wid: `1555110000${number}@c.us`,
	/** The person's message, and the answer. */
	question: message(2 * number - 1),
	answer: message(2 * number),
});

export const OLIVIA = person('Olivia Stone', 1);
export const MATEO = person('Mateo García', 2);
export const JONAS = person('Jonas Weber', 3);
export const AMINA = person('Amina Diallo', 4);
export const YUKI = person('Yuki Tanaka', 5);
export const PRIYA = person('Priya Nair', 6);
export const PEOPLE = [OLIVIA, MATEO, JONAS, AMINA, YUKI, PRIYA];

/** People who are not in the address book, and ask to join the sales team's group. */
export const APPLICANTS = ['+15551100007', '+15551100008', '+15551100009'];

/** A person whom the sandbox does not know. */
export const STRANGER = { phone: '+34600000001', wid: '34600000001@c.us' };

/** The message to Olivia of a minute ago. All other messages are old. */
export const RECENT_MESSAGE = message(22);
export const OLIVIAS_NOTE = id('a0000001', 1);

export const SALES_TEAM = { name: 'Sales team', wid: '120363000001000001@g.us' };
export const SUPPLIERS = { name: 'Suppliers', wid: '120363000001000002@g.us' };
export const CUSTOMERS = { name: 'Regular customers', wid: '120363000001000004@broadcast' };
/** A group that only the second number has. */
export const WORKSHOPS = { name: 'Workshops', wid: '120363000002000002@g.us' };

export const SHOP_NEWS = { name: 'Shop news', wid: '120363000001000003@newsletter' };
/** A channel that the first number follows and does not own. */
export const SCIENCE_NEWS = { name: 'Science News', wid: '120363999999000001@newsletter' };
/** A channel that every number can find. */
export const TRAIN_TIMES = {
	name: 'Train Times',
	wid: '120363999999000006@newsletter',
	inviteCode: 'Public0000000000000006',
};

/** The team: Ada owns the account, Mo is suspended. */
export const ADA = id('67', 1);
export const SAM = id('67', 2);
export const NOOR = id('67', 3);
export const KIM = id('67', 4);
export const LEE = id('67', 5);
export const MO = id('67', 6);

export const ORDERS = id('de000001', 1);
export const COMPLAINTS = id('de000001', 2);
export const HELLO = id('9e000001', 1);
export const HOURS = id('9e000001', 2);

/** Files of received and sent messages. */
export const RECEIPT = id('f1000001', 1);
export const VOICE_MESSAGE = id('f1000001', 3);

/** Files that are stored for sending. */
export const PRICE_LIST = id('69', 1);
export const SHOP_FRONT = id('69', 2);
export const OPENING_HOURS = id('69', 3);

export const ON_HOLIDAY = id('5a000001', 1);
export const NEW_HOURS = { id: id('5a000001', 2), wid: message(17) };
export const PLANNED_STATUS = id('5a000001', 3);

/** Messages of the first number: one is read, one failed, and one waits for its date. */
export const READ_MESSAGE = id('68', 1);
export const FAILED_MESSAGE = id('68', 4);
export const PLANNED_MESSAGE = id('68', 5);

/** Campaigns: one is finished, one is not started, one is stopped. */
export const OPENING_SALE = id('6b', 1);
export const NEW_PRICES = id('6b', 2);
export const SURVEY = id('6b', 3);

export const VIDEO_CALL = id('6d', 1);
export const VOICE_CALL = id('6d', 2);

export const WEBHOOK = id('6a', 1);
export const FAILED_WEBHOOK = id('6a', 2);

/** A PNG of one green pixel, in Base64. */
export const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR42mNQvZwGAAJ/AV9pIfneAAAAAElFTkSuQmCC';
