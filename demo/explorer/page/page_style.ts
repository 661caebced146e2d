/** Layout of the page. */
export const PAGE_STYLE = "body{font:16px/1.5 system-ui,sans-serif}";
