/** ASCII alone: no two logins that only look alike. Unique without regard to case; the table checks the same. */
export const LOGIN = /^[A-Za-z0-9][A-Za-z0-9_.@-]{2,63}$/;
