export const storageKey = 'theme';

/**
 * Runs in <head> before the first paint, so that a chosen theme never flashes. "System" needs no script:
 * the style sheet follows the system by itself.
 */
export const themeScript = `try{var t=localStorage.getItem('${storageKey}');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}`;
