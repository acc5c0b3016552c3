BEGIN {
    print "client,q1,q2,q3,q4"
    for (i = 0; i < 60000; i++)
        print "c" i "," i % 5 "," i % 4 "," (i % 7 ? i % 3 : "") "," i % 101
}
