package io.lakebeam.file;

/** Takes the records of a file, in their order. */
public interface FileRows {
  /** One that has its form. It is the reader's again afterwards. */
  void row(FileRow row);

  /**
   * One that has not.
   *
   * @param number as {@link FileRow#number}
   * @param reason what is wrong, and what is allowed
   * @param raw its bytes
   */
  void broken(long number, String reason, byte[] raw);
}
