/** Asked before a request; its answer is called where the credentials of that request are refused. */
export type Renewal = () => () => boolean;

/**
 * Fetches fresh credentials once. Requests that were under way with the old ones meanwhile are told to
 * try again as well; who was refused with fresh ones is told false.
 */
export const createRenewal = (renew: (() => void) | undefined): Renewal => {
  let isFresh = false;
  return () => {
    const hadFresh = isFresh;
    return () => {
      if (hadFresh || !renew) return false;
      if (!isFresh) renew();
      isFresh = true;
      return true;
    };
  };
};
