#include "cli/app.h"

int main(int argc, char** argv) { return taipan::cli::run(argc, argv); }
