//! Every word in English and Simplified Chinese.
