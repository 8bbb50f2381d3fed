export { createChat, type Chat } from './chat';
export { isAfter, placeAfter } from './entry';
export { follow, type Follower, type Following } from './follow';
export { beatEveryMs, createRooms } from './rooms';
export { createSubscribe } from './subscribe';
